// What browsers have by now and the engine has not, and what it does otherwise than they do.
(function (native, global) {
  'use strict';
  const apply = Reflect.apply, construct = Reflect.construct, define = Object.defineProperty;
  const from = Array.from;

  function hide(object, name, value) {
    define(object, name, { value, writable: true, enumerable: false, configurable: true });
  }
  // add gives object the methods of another one that it has not itself.
  function add(object, methods) {
    for (const name of Reflect.ownKeys(methods)) {
      if (!Object.hasOwn(object, name)) hide(object, name, methods[name]);
    }
  }
  function callable(f) {
    if (typeof f !== 'function') throw new TypeError(`${typeof f} is not a function`);
    return f;
  }

  add(Object, {
    groupBy(items, key) {
      const groups = Object.create(null);
      let i = 0;
      callable(key);
      for (const item of items) {
        let name = key(item, i++);
        if (typeof name !== 'symbol') name = String(name);
        if (groups[name] === undefined) groups[name] = [];
        groups[name].push(item);
      }
      return groups;
    },
  });
  add(Map, {
    groupBy(items, key) {
      const groups = new Map();
      let i = 0;
      callable(key);
      for (const item of items) {
        const name = key(item, i++), group = groups.get(name);
        if (group === undefined) groups.set(name, [item]);
        else group.push(item);
      }
      return groups;
    },
  });
  add(Promise, {
    withResolvers() {
      let resolve, reject;
      const promise = new this((yes, no) => { resolve = yes; reject = no; });
      return { promise, resolve, reject };
    },
    try(call, ...args) { return new this((resolve) => resolve(call(...args))); },
  });
  add(Array, {
    async fromAsync(items, map, self) {
      const list = [];
      if (map !== undefined) callable(map);
      const source = typeof items[Symbol.iterator] === 'function' ? items : from(items);
      let i = 0;
      for (const item of source) {
        const value = await item;
        list.push(map === undefined ? value : await apply(map, self, [value, i++]));
      }
      return list;
    },
  });

  // Iterator and its helpers.
  const proto = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  function Iterator() {
    if (new.target === undefined || new.target === Iterator) throw new TypeError('Iterator is not to be made by itself');
  }
  define(Iterator, 'prototype', { value: proto, writable: false, enumerable: false, configurable: false });
  if (!Object.hasOwn(global, 'Iterator')) {
    hide(global, 'Iterator', Iterator);
    hide(proto, 'constructor', Iterator);
    define(proto, Symbol.toStringTag, { value: 'Iterator', writable: true, enumerable: false, configurable: true });
  }
  function open(it) {
    if (it === null || typeof it !== 'object') throw new TypeError('the receiver is not an iterator');
    return { it, next: it.next };
  }
  function step(source) {
    const r = apply(source.next, source.it, []);
    if (r === null || typeof r !== 'object') throw new TypeError('an iterator gave no object');
    return r;
  }
  function close(source) { if (source.it.return !== undefined) source.it.return(); }
  function count(n) {
    n = Number(n);
    if (Number.isNaN(n)) throw new RangeError('a number is wanted');
    n = Math.trunc(n);
    if (n < 0) throw new RangeError(`${n} must not be negative`);
    return n;
  }
  function* each(source) {
    let over = false;
    try {
      for (;;) {
        let r;
        try { r = step(source); } catch (e) { over = true; throw e; }
        if (r.done) { over = true; return; }
        yield r.value;
      }
    } finally { if (!over) close(source); }
  }
  function* inner(items) {
    if (items === null || typeof items !== 'object') throw new TypeError('flatMap wants an iterable');
    const make = items[Symbol.iterator];
    yield* each(open(make === undefined || make === null ? items : apply(make, items, [])));
  }
  function fold(it, f, one) {
    const source = open(it);
    callable(f);
    let i = 0;
    for (const v of each(source)) if (one(v, f(v, i++))) return true;
    return false;
  }
  add(proto, {
    map(f) { const s = open(this); callable(f); return (function* () { let i = 0; for (const v of each(s)) yield f(v, i++); })(); },
    filter(f) { const s = open(this); callable(f); return (function* () { let i = 0; for (const v of each(s)) if (f(v, i++)) yield v; })(); },
    flatMap(f) { const s = open(this); callable(f); return (function* () { let i = 0; for (const v of each(s)) yield* inner(f(v, i++)); })(); },
    take(n) {
      const most = count(n), s = open(this);
      return (function* () {
        let left = most;
        if (left === 0) { close(s); return; }
        for (const v of each(s)) { yield v; if (--left === 0) return; }
      })();
    },
    drop(n) {
      const least = count(n), s = open(this);
      return (function* () { let left = least; for (const v of each(s)) { if (left > 0) left--; else yield v; } })();
    },
    reduce(f, ...start) {
      const s = open(this);
      callable(f);
      let has = start.length > 0, sum = start[0], i = 0;
      for (const v of each(s)) {
        if (has) sum = f(sum, v, i);
        else { sum = v; has = true; }
        i++;
      }
      if (!has) throw new TypeError('Reduce of an empty iterator with no initial value');
      return sum;
    },
    toArray() { return [...each(open(this))]; },
    forEach(f) { fold(this, f, () => false); },
    some(f) { return fold(this, f, (_, yes) => Boolean(yes)); },
    every(f) { return !fold(this, f, (_, yes) => !yes); },
    find(f) { let found; fold(this, f, (v, yes) => { if (yes) found = v; return Boolean(yes); }); return found; },
  });
  add(Iterator, {
    from(items) {
      const make = items[Symbol.iterator];
      const it = make === undefined || make === null ? items : apply(make, items, []);
      return proto.isPrototypeOf(it) ? it : each(open(it));
    },
  });

  // Texts with lone surrogates.
  const text = String.prototype, codeAt = text.charCodeAt, sliceOf = text.slice;
  function lone(s, i) { // whether the unit at i is half of nothing
    const c = apply(codeAt, s, [i]);
    if (c < 0xD800 || c > 0xDFFF) return false;
    if (c < 0xDC00) { const d = apply(codeAt, s, [i + 1]); return !(d >= 0xDC00 && d <= 0xDFFF); }
    const b = i > 0 ? apply(codeAt, s, [i - 1]) : 0;
    return !(b >= 0xD800 && b <= 0xDBFF);
  }
  function whole(s) {
    if (!native.wide(s)) return true;
    for (let i = 0; i < s.length; i++) if (lone(s, i)) return false;
    return true;
  }
  // pieces applies change to every part of s between lone surrogates, and keeps those.
  function pieces(s, change) {
    let out = '', begin = 0;
    for (let i = 0; i <= s.length; i++) {
      if (i < s.length && !lone(s, i)) continue;
      out += change(apply(sliceOf, s, [begin, i]));
      if (i < s.length) out += s[i];
      begin = i + 1;
    }
    return out;
  }
  function textOf(v, name) {
    if (v === undefined || v === null) throw new TypeError(`String.prototype.${name} called on null or undefined`);
    return `${v}`;
  }
  add(text, {
    isWellFormed() { return whole(textOf(this, 'isWellFormed')); },
    toWellFormed() {
      const s = textOf(this, 'toWellFormed');
      if (whole(s)) return s;
      let out = '';
      for (let i = 0; i < s.length; i++) out += lone(s, i) ? '\uFFFD' : s[i];
      return out;
    },
  });
  for (const name of ['toUpperCase', 'toLowerCase', 'toLocaleUpperCase', 'toLocaleLowerCase']) {
    const original = text[name];
    hide(text, name, { [name](...args) {
      const s = textOf(this, name);
      return whole(s) ? apply(original, s, args) : pieces(s, (part) => apply(original, part, args));
    } }[name]);
  }
  for (const [name, starts, ends] of [['trim', true, true], ['trimStart', true, false], ['trimEnd', false, true]]) {
    const original = text[name], trim = text.trim;
    hide(text, name, { [name]() {
      const s = textOf(this, name);
      if (whole(s)) return apply(original, s, []);
      const space = (i) => !lone(s, i) && apply(trim, s[i], []) === '';
      let a = 0, b = s.length;
      if (starts) while (a < b && space(a)) a++;
      if (ends) while (b > a && space(b - 1)) b--;
      return apply(sliceOf, s, [a, b]);
    } }[name]);
  }
  hide(text, 'trimLeft', text.trimStart);
  hide(text, 'trimRight', text.trimEnd);

  // The engine does not find -0 when 0 is looked for.
  for (const [owner, length] of [[Array.prototype, (o) => Math.min(Math.max(Math.trunc(Number(o.length)) || 0, 0), Number.MAX_SAFE_INTEGER)],
    [Object.getPrototypeOf(Uint8Array.prototype), (o) => o.length]]) {
    const includes = owner.includes;
    hide(owner, 'includes', { includes(wanted, ...rest) {
      if (wanted !== 0 || this === undefined || this === null) return apply(includes, this, [wanted, ...rest]);
      const n = length(this);
      let i = Math.trunc(Number(rest[0])) || 0;
      for (i = i < 0 ? Math.max(n + i, 0) : i; i < n; i++) if (this[i] === 0) return true;
      return false;
    } }.includes);
  }

  // The engine takes no text for the elements of a typed array.
  const Typed = Object.getPrototypeOf(Uint8Array), typedFrom = Typed.from;
  hide(Typed, 'from', { from(items, ...rest) {
    return typeof items === 'string' ? apply(typedFrom, this, [[...items], ...rest]) : apply(typedFrom, this, [items, ...rest]);
  } }.from);

  // The engine cuts a BigInt to 64 bits when it makes a number of it.
  const RealNumber = Number;
  const exact = (args) => {
    if (args.length === 0) return args;
    const v = args[0], x = v !== null && typeof v === 'object' && v instanceof BigInt ? v.valueOf() : v;
    return typeof x === 'bigint' ? [String(x)] : args;
  };
  const Wrapped = new Proxy(RealNumber, {
    apply(target, self, args) { return apply(target, self, exact(args)); },
    construct(target, args, made) { return construct(target, exact(args), made === Wrapped ? target : made); },
  });
  define(RealNumber, Symbol.hasInstance, {
    value(v) { return (typeof v === 'object' ? v !== null : typeof v === 'function') && apply(Object.prototype.isPrototypeOf, this.prototype, [v]); },
  });
  hide(RealNumber.prototype, 'constructor', Wrapped);
  hide(global, 'Number', Wrapped);
})
