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
  if (Symbol.asyncIterator === undefined) {
    define(Symbol, 'asyncIterator', { value: Symbol('Symbol.asyncIterator'), writable: false, enumerable: false, configurable: false });
  }
  function constructs(C) {
    try { return typeof C === 'function' && construct(Object, [], C) !== undefined; } catch { return false; }
  }
  function put(list, i, value) { define(list, i, { value, writable: true, enumerable: true, configurable: true }); }
  add(Array, {
    async fromAsync(items, map = undefined, self = undefined) {
      if (map !== undefined) callable(map);
      const each = async (v, i) => (map === undefined ? v : apply(map, self, [v, i]));
      const later = items[Symbol.asyncIterator] ?? undefined, make = later ?? items[Symbol.iterator] ?? undefined;
      let i = 0, list;
      if (make === undefined) {
        const length = Math.min(Math.max(Math.trunc(Number(items.length)) || 0, 0), Number.MAX_SAFE_INTEGER);
        list = constructs(this) ? new this(length) : new Array(length);
        for (; i < length; i++) put(list, i, await each(await items[i], i));
        list.length = length;
        return list;
      }
      list = constructs(this) ? new this() : [];
      const it = apply(callable(make), items, []), next = receiver(it).next;
      for (;;) {
        let r = apply(next, it, []);
        if (later !== undefined) r = await r;
        if (!isObject(r)) throw new TypeError('an iterator gave no object');
        if (r.done) break;
        const v = later !== undefined ? r.value : await r.value;
        try {
          put(list, i, await each(v, i++));
        } catch (e) {
          try { const end = it.return; if (end != null) await apply(end, it, []); } catch { /* the first error counts */ }
          throw e;
        }
      }
      list.length = i;
      return list;
    },
  });

  // Iterator and its helpers.
  const proto = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  function Iterator() {
    if (new.target === undefined || new.target === Iterator) throw new TypeError('Iterator is not to be made by itself');
  }
  define(Iterator, 'prototype', { value: proto, writable: false, enumerable: false, configurable: false });
  // weird is a property that is data to whoever looks, and cannot be changed for all iterators by mistake.
  function weird(name, value) {
    define(proto, name, Object.assign(Object.getOwnPropertyDescriptor({
      get [name]() { return value; },
      set [name](v) {
        if (!isObject(this)) throw new TypeError('the receiver is not an object');
        if (this === proto) throw new TypeError('Iterator.prototype is not to be changed');
        if (Object.hasOwn(this, name)) this[name] = v;
        else define(this, name, { value: v, writable: true, enumerable: true, configurable: true });
      },
    }, name), { enumerable: false }));
  }
  const isObject = (v) => (typeof v === 'object' ? v !== null : typeof v === 'function');
  if (!Object.hasOwn(global, 'Iterator')) {
    hide(global, 'Iterator', Iterator);
    weird('constructor', Iterator);
    weird(Symbol.toStringTag, 'Iterator');
  }
  function receiver(it) {
    if (!isObject(it)) throw new TypeError('the receiver is not an iterator');
    return it;
  }
  const open = (it) => ({ it, next: it.next });
  function step(source) {
    const r = apply(source.next, source.it, []);
    if (!isObject(r)) throw new TypeError('an iterator gave no object');
    return r;
  }
  function close(it) {
    const end = it.return;
    if (end !== undefined && end !== null && !isObject(apply(end, it, []))) throw new TypeError('an iterator ended without an object');
  }
  // fail ends an iterator for an error that stays the one that is thrown.
  function fail(it, e) {
    try { close(it); } catch { /* the first error counts */ }
    throw e;
  }
  function need(it, f) {
    if (typeof f !== 'function') fail(it, new TypeError(`${typeof f} is not a function`));
  }
  function count(it, n) {
    try {
      n = Number(n);
      if (Number.isNaN(n)) throw new RangeError('a number is wanted');
      n = Math.trunc(n);
      if (n < 0 || (n > Number.MAX_SAFE_INTEGER && n !== Infinity)) throw new RangeError(`${n} is out of range`);
      return n;
    } catch (e) { return fail(it, e); }
  }
  // guarded calls f and ends the iterator when it throws.
  function guarded(it, f, ...args) {
    try { return f(...args); } catch (e) { return fail(it, e); }
  }

  // What map, filter and their kin give: {it, pull, end, done, inner} behind an object of two methods.
  const helpers = new WeakMap(), helperOf = helpers.get;
  function helper(self) {
    const h = isObject(self) ? apply(helperOf, helpers, [self]) : undefined;
    if (h === undefined) throw new TypeError('the receiver is not an iterator helper');
    if (h.busy) throw new TypeError('the iterator is running already');
    return h;
  }
  const helperProto = Object.create(proto);
  hide(helperProto, 'next', { next() {
    const h = helper(this);
    if (h.done) return { value: undefined, done: true };
    h.busy = h.begun = true;
    try {
      const value = h.pull(); // an array of one, or nothing at the end
      if (value === undefined) h.done = true;
      return value === undefined ? { value: undefined, done: true } : { value: value[0], done: false };
    } catch (e) { h.done = true; throw e; } finally { h.busy = false; }
  } }.next);
  hide(helperProto, 'return', { return() {
    const h = helper(this);
    if (!h.done) {
      h.done = h.busy = true;
      try {
        if (h.inner !== undefined) { try { close(h.inner.it); } catch (e) { fail(h.it, e); } }
        close(h.it);
      } finally { h.busy = false; }
    }
    return { value: undefined, done: true };
  } }.return);
  define(helperProto, Symbol.toStringTag, { value: 'Iterator Helper', writable: false, enumerable: false, configurable: true });
  function help(it, make) {
    const source = open(it), self = Object.create(helperProto);
    const h = { it, done: false, busy: false, inner: undefined };
    h.pull = make(() => { const r = step(source); return r.done ? undefined : [r.value]; }, h);
    apply(helpers.set, helpers, [self, h]);
    return self;
  }
  // walk calls f with each value until it says stop.
  function walk(it, f) {
    const source = open(it);
    let i = 0;
    for (;;) {
      const r = step(source);
      if (r.done) return undefined;
      const v = r.value, stop = guarded(it, f, v, i++);
      if (stop !== undefined) { close(it); return stop; }
    }
  }
  function flattenable(v) {
    if (!isObject(v)) throw new TypeError('flatMap wants an iterable');
    const make = v[Symbol.iterator];
    const it = make === undefined || make === null ? v : apply(make, v, []);
    if (!isObject(it)) throw new TypeError('an iterable gave no iterator');
    return open(it);
  }
  add(proto, {
    map(f) {
      const it = receiver(this);
      need(it, f);
      let i = 0;
      return help(it, (next) => () => { const v = next(); return v && [guarded(it, f, v[0], i++)]; });
    },
    filter(f) {
      const it = receiver(this);
      need(it, f);
      let i = 0;
      return help(it, (next) => () => { for (;;) { const v = next(); if (!v || guarded(it, f, v[0], i++)) return v; } });
    },
    flatMap(f) {
      const it = receiver(this);
      need(it, f);
      let i = 0;
      return help(it, (next, h) => () => {
        for (;;) {
          if (h.inner !== undefined) {
            const one = guarded(it, () => { const r = step(h.inner); return r.done ? undefined : [r.value]; });
            if (one) return one;
            h.inner = undefined;
          }
          const v = next();
          if (!v) return v;
          h.inner = guarded(it, () => flattenable(f(v[0], i++)));
        }
      });
    },
    take(limit) {
      const it = receiver(this);
      let left = count(it, limit);
      return help(it, (next) => () => { if (left === 0) { close(it); return undefined; } left--; return next(); });
    },
    drop(limit) {
      const it = receiver(this);
      let left = count(it, limit);
      return help(it, (next) => () => { for (;;) { const v = next(); if (!v || left === 0) return v; left--; } });
    },
    reduce(f, ...start) {
      const it = receiver(this);
      need(it, f);
      let has = start.length > 0, sum = start[0];
      walk(it, (v, i) => {
        if (has) sum = f(sum, v, i);
        else { sum = v; has = true; }
      });
      if (!has) throw new TypeError('Reduce of an empty iterator with no initial value');
      return sum;
    },
    toArray() { const list = []; walk(receiver(this), (v) => { list[list.length] = v; }); return list; },
    forEach(f) { const it = receiver(this); need(it, f); walk(it, (v, i) => { f(v, i); }); },
    some(f) { const it = receiver(this); need(it, f); return walk(it, (v, i) => (f(v, i) ? true : undefined)) === true; },
    every(f) { const it = receiver(this); need(it, f); return walk(it, (v, i) => (f(v, i) ? undefined : false)) !== false; },
    find(f) { const it = receiver(this); need(it, f); const found = walk(it, (v, i) => (f(v, i) ? [v] : undefined)); return found && found[0]; },
  });
  const wrapProto = Object.create(proto);
  function wrapped(self) {
    const source = isObject(self) ? apply(helperOf, helpers, [self]) : undefined;
    if (source === undefined || source.pull !== undefined) throw new TypeError('the receiver is not a wrapped iterator');
    return source;
  }
  hide(wrapProto, 'next', { next() { const s = wrapped(this); return apply(s.next, s.it, []); } }.next);
  hide(wrapProto, 'return', { return() {
    const { it } = wrapped(this), end = it.return;
    return end === undefined || end === null ? { value: undefined, done: true } : apply(end, it, []);
  } }.return);
  add(Iterator, {
    from(items) {
      if (!isObject(items) && typeof items !== 'string') throw new TypeError('from wants an iterator or an iterable');
      const make = items[Symbol.iterator];
      const it = make === undefined || make === null ? items : apply(make, items, []);
      if (!isObject(it)) throw new TypeError('an iterable gave no iterator');
      const source = open(it);
      if (apply(Object.prototype.isPrototypeOf, proto, [it])) return it;
      const self = Object.create(wrapProto);
      apply(helpers.set, helpers, [self, source]);
      return self;
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
      if (n === 0) return false;
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
