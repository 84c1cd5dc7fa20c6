// Where the engine would silently give a wrong answer, the run ends and says so instead.
(function (native, global) {
  'use strict';
  const apply = Reflect.apply, construct = Reflect.construct, define = Object.defineProperty;
  const isPrototypeOf = Object.prototype.isPrototypeOf;

  function hide(object, name, value) {
    define(object, name, { value, writable: true, enumerable: false, configurable: true });
  }

  // The engine cannot say whether something is an instance of a proxy; this can.
  function answerInstances(Maker) {
    define(Maker, Symbol.hasInstance, {
      value(v) {
        return (typeof v === 'object' ? v !== null : typeof v === 'function') && apply(isPrototypeOf, this.prototype, [v]);
      },
    });
  }

  // Code made of text escapes the look at the source.
  function guardMaker(Maker) {
    function look(args) {
      for (let i = 0; i < args.length; i++) {
        if (/\\p\{/i.test(String(args[i]))) native.unsupported('Unicode classes such as \\p{L} do not work in regular expressions here.');
      }
    }
    const made = new Proxy(Maker, {
      apply(target, self, args) { look(args); return apply(target, self, args); },
      construct(target, args, to) { look(args); return construct(target, args, to === made ? target : to); },
    });
    answerInstances(Maker);
    define(Maker.prototype, 'constructor', { value: made, writable: false, enumerable: false, configurable: true });
    return made;
  }
  hide(global, 'Function', guardMaker(Function));
  guardMaker((async function () {}).constructor);
  guardMaker((function* () {}).constructor);
  hide(global, 'eval', function () {
    native.unsupported('eval is not available here; write the code itself.');
  });

  // The engine ignores locales.
  function refuseLocale(owner, name, first, instead) {
    const original = owner.prototype[name];
    if (original === undefined) return;
    const guarded = {
      [name](...args) {
        for (let i = first; i < args.length; i++) {
          if (args[i] !== undefined) native.unsupported(`${name} takes no locale or options here; write the format out.`);
        }
        return instead === undefined ? apply(original, this, args) : instead(original, this);
      },
    };
    hide(owner.prototype, name, guarded[name]);
  }
  for (const name of ['toLocaleLowerCase', 'toLocaleUpperCase']) refuseLocale(String, name, 0);
  refuseLocale(String, 'localeCompare', 1);
  refuseLocale(Array, 'toLocaleString', 0);
  refuseLocale(BigInt, 'toLocaleString', 0);
  refuseLocale({ prototype: Object.getPrototypeOf(Uint8Array.prototype) }, 'toLocaleString', 0);
  refuseLocale(Number, 'toLocaleString', 0, (original, self) => {
    return native.group(apply(Number.prototype.valueOf, self, []));
  });

  delete global.GoError; // the engine's wrapper for errors of its host

  // Assigning to location would do nothing; that is for window.open.
  define(global, 'location', {
    get() { native.unsupported('location is not available: there is no page; use window.open(url).'); },
    set() { native.unsupported('location is not available: there is no page; use window.open(url).'); },
    enumerable: false, configurable: false,
  });
})
