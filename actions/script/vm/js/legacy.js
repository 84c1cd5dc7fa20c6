// What the standard's annex B keeps for old pages, and the engine has not.
(function (native, global) {
  'use strict';
  const apply = Reflect.apply, define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor;
  function add(object, methods) {
    for (const name of Object.keys(methods)) {
      if (!Object.hasOwn(object, name)) define(object, name, { value: methods[name], writable: true, enumerable: false, configurable: true });
    }
  }

  function tagged(name, tag, attribute) {
    const write = (self, value) => {
      if (self === undefined || self === null) throw new TypeError(`String.prototype.${name} called on null or undefined`);
      const text = `${self}`;
      const more = attribute === undefined ? '' : ` ${attribute}="${apply(String.prototype.replaceAll, `${value}`, ['"', '&quot;'])}"`;
      return `<${tag}${more}>${text}</${tag}>`;
    };
    const methods = attribute === undefined ? { [name]() { return write(this); } } : { [name](value) { return write(this, value); } };
    add(String.prototype, methods);
  }
  for (const [name, tag, attribute] of [['anchor', 'a', 'name'], ['big', 'big'], ['blink', 'blink'], ['bold', 'b'], ['fixed', 'tt'],
    ['fontcolor', 'font', 'color'], ['fontsize', 'font', 'size'], ['italics', 'i'], ['link', 'a', 'href'], ['small', 'small'],
    ['strike', 'strike'], ['sub', 'sub'], ['sup', 'sup']]) tagged(name, tag, attribute);

  const dates = Date.prototype, yearOf = dates.getFullYear, setYearOf = dates.setFullYear, timeOf = dates.getTime, setTimeOf = dates.setTime;
  add(dates, {
    getYear() { return apply(yearOf, this, []) - 1900; },
    setYear(year) {
      const t = apply(timeOf, this, []), y = Number(year), whole = Math.trunc(y);
      if (Number.isNaN(y)) return apply(setTimeOf, this, [NaN]);
      if (Number.isNaN(t)) apply(setTimeOf, this, [new Date(1970, 0, 1).getTime()]);
      return apply(setYearOf, this, [whole >= 0 && whole <= 99 ? whole + 1900 : whole]);
    },
    toGMTString: dates.toUTCString,
  });

  const objectOf = (v) => {
    if (v === undefined || v === null) throw new TypeError('undefined and null have no properties');
    return Object(v);
  };
  function callable(f) { if (typeof f !== 'function') throw new TypeError(`${typeof f} is not a function`); }
  function look(object, key, part) {
    let o = objectOf(object);
    key = typeof key === 'symbol' ? key : Reflect.ownKeys({ [key]: 0 })[0];
    for (; o !== null; o = Object.getPrototypeOf(o)) {
      const found = describe(o, key);
      if (found !== undefined) return found[part];
    }
    return undefined;
  }
  add(Object.prototype, {
    __defineGetter__(key, f) { const o = objectOf(this); callable(f); define(o, key, { get: f, enumerable: true, configurable: true }); },
    __defineSetter__(key, f) { const o = objectOf(this); callable(f); define(o, key, { set: f, enumerable: true, configurable: true }); },
    __lookupGetter__(key) { return look(this, key, 'get'); },
    __lookupSetter__(key) { return look(this, key, 'set'); },
  });
})
