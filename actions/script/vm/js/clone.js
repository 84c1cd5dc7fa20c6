// structuredClone for everything a snippet can make.
(function (native, global, exports) {
  'use strict';
  const { hide, give } = exports;
  const DOMException = global.DOMException;
  const tag = (v) => Object.prototype.toString.call(v);

  function refuse(what) { throw new DOMException(`${what} could not be cloned`, 'DataCloneError'); }

  function clone(v, seen) {
    if (typeof v === 'symbol') refuse('A symbol');
    if (typeof v === 'function') refuse('A function');
    if (v === null || typeof v !== 'object') return v;
    if (native.isProxy(v)) refuse('A proxy');
    if (seen.has(v)) return seen.get(v);
    const keep = (copy) => { seen.set(v, copy); return copy; };
    if (Array.isArray(v)) {
      const copy = keep(new Array(v.length));
      for (const key of Object.keys(v)) copy[key] = clone(v[key], seen);
      return copy;
    }
    switch (tag(v)) {
      case '[object Date]': return keep(new Date(v.getTime()));
      case '[object RegExp]': return keep(new RegExp(v.source, v.flags));
      case '[object Boolean]': case '[object Number]': case '[object String]': case '[object BigInt]':
        return keep(Object(v.valueOf()));
      case '[object Error]': {
        const names = { EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
        const copy = keep(new (names[v.name] || Error)(String(v.message)));
        if ('cause' in v) hide(copy, 'cause', clone(v.cause, seen));
        return copy;
      }
      case '[object ArrayBuffer]': return keep(v.slice(0));
    }
    if (v instanceof Map) {
      const copy = keep(new Map());
      for (const [key, value] of [...v]) copy.set(clone(key, seen), clone(value, seen));
      return copy;
    }
    if (v instanceof Set) {
      const copy = keep(new Set());
      for (const value of [...v]) copy.add(clone(value, seen));
      return copy;
    }
    if (ArrayBuffer.isView(v)) {
      const buffer = clone(v.buffer, seen);
      const Kind = v instanceof DataView ? DataView : global[v[Symbol.toStringTag]];
      return keep(new Kind(buffer, v.byteOffset, v instanceof DataView ? v.byteLength : v.length));
    }
    if (v instanceof Promise || v instanceof WeakMap || v instanceof WeakSet) refuse(tag(v).slice(8, -1));
    const copy = keep({});
    for (const key of Object.keys(v)) {
      Object.defineProperty(copy, key, { value: clone(v[key], seen), writable: true, enumerable: true, configurable: true });
    }
    return copy;
  }

  give('structuredClone', function structuredClone(value, options) {
    if (options?.transfer !== undefined && options.transfer.length > 0) refuse('A transferred object');
    return clone(value, new Map());
  });
})
