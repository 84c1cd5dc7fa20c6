// RegExp over the desk's own matcher; the engine's stays beneath as the kind of object it is.
(function (native, global) {
  'use strict';
  const apply = Reflect.apply, construct = Reflect.construct, define = Object.defineProperty;
  const Real = global.RegExp, proto = Real.prototype;
  const getter = (name) => Object.getOwnPropertyDescriptor(proto, name).get;
  const realSource = getter('source');
  const kinds = [['hasIndices', 'd'], ['global', 'g'], ['ignoreCase', 'i'], ['multiline', 'm'], ['dotAll', 's'],
    ['unicode', 'u'], ['unicodeSets', 'v'], ['sticky', 'y']];
  const real = ['global', 'ignoreCase', 'multiline', 'dotAll', 'unicode', 'sticky'].map(getter);
  const realLetters = ['g', 'i', 'm', 's', 'u', 'y'];
  const letters = kinds.map((k) => k[1]);
  const slots = new WeakMap(), find = slots.get, keep = slots.set;
  const cut = String.prototype.slice, contains = String.prototype.includes;

  function hide(object, name, value) {
    define(object, name, { value, writable: true, enumerable: false, configurable: true });
  }
  function compile(source, flags) {
    const id = native.regexpCompile(source, flags);
    if (typeof id === 'number') return { source, flags, id, names: native.regexpNames(id),
      global: apply(contains, flags, ['g']), sticky: apply(contains, flags, ['y']), indices: apply(contains, flags, ['d']) };
    if (id[0] === '!') native.unsupported(apply(cut, id, [1]));
    throw new SyntaxError(`Invalid regular expression: /${source}/${flags}: ${id}`);
  }
  // slotOf is what stands behind an expression; one that the engine made by itself gets it now.
  function slotOf(re) {
    if (re === null || typeof re !== 'object') return undefined;
    let slot = apply(find, slots, [re]);
    if (slot === undefined && native.isRegExp(re)) {
      const source = apply(realSource, re, []);
      let flags = '';
      for (let n = 0; n < real.length; n++) if (apply(real[n], re, [])) flags += realLetters[n];
      slot = compile(source === '(?:)' ? '' : source, flags);
      apply(keep, slots, [re, slot]);
    }
    return slot;
  }
  function make(source, flags, target) {
    let plain = '';
    for (let i = 0; i < flags.length; i++) {
      const c = flags[i];
      let known = false;
      for (let n = 0; n < letters.length; n++) if (letters[n] === c) known = true;
      if (!known || apply(contains, plain, [c])) throw new SyntaxError(`Invalid flags supplied to RegExp constructor '${flags}'`);
      plain += c;
    }
    if (apply(contains, plain, ['u']) && apply(contains, plain, ['v'])) throw new SyntaxError(`Invalid flags supplied to RegExp constructor '${flags}'`);
    const slot = compile(source, flags);
    const re = construct(Real, [''], target);
    apply(keep, slots, [re, slot]);
    return re;
  }
  function RegExp(pattern, flags) {
    const object = pattern !== null && (typeof pattern === 'object' || typeof pattern === 'function');
    const slot = object ? slotOf(pattern) : undefined;
    const mark = object ? pattern[Symbol.match] : undefined;
    const like = mark === undefined ? slot !== undefined : Boolean(mark);
    if (new.target === undefined && like && flags === undefined && pattern.constructor === RegExp) return pattern;
    let source = pattern;
    if (slot !== undefined) {
      source = slot.source;
      if (flags === undefined) flags = slot.flags;
    } else if (like) {
      source = pattern.source;
      if (flags === undefined) flags = pattern.flags;
    }
    return make(source === undefined ? '' : String(source), flags === undefined ? '' : String(flags),
      new.target === undefined || new.target === RegExp ? Real : new.target);
  }
  define(RegExp, 'prototype', { value: proto, writable: false });
  define(RegExp, Symbol.species, { get() { return this; }, configurable: true });
  hide(proto, 'constructor', RegExp);
  hide(global, 'RegExp', RegExp);
  delete proto.compile;
  // Expressions in the source come here, under a name that no source can write.
  define(global, '\0regexp', { value: (source, flags) => make(source, flags, Real) });

  for (const [name, letter] of kinds) {
    define(proto, name, { get() {
      const slot = slotOf(this);
      if (slot !== undefined) return apply(contains, slot.flags, [letter]);
      if (this === proto) return undefined;
      throw new TypeError(`RegExp.prototype.${name} getter called on what is no RegExp`);
    }, enumerable: false, configurable: true });
  }
  define(proto, 'flags', { get() {
    let flags = '';
    for (let n = 0; n < kinds.length; n++) if (this[kinds[n][0]]) flags += kinds[n][1];
    return flags;
  }, enumerable: false, configurable: true });
  define(proto, 'source', { get() {
    const slot = slotOf(this);
    if (slot === undefined) {
      if (this === proto) return '(?:)';
      throw new TypeError('RegExp.prototype.source getter called on what is no RegExp');
    }
    let out = '', inside = false;
    for (let i = 0; i < slot.source.length; i++) {
      let c = slot.source[i];
      if (c === '[') inside = true;
      if (c === ']') inside = false;
      if (c === '\\' && i + 1 < slot.source.length) { c += slot.source[++i]; if (c[1] === '\n') c = '\\n'; if (c[1] === '\r') c = '\\r'; }
      else if (c === '/' && !inside) c = '\\/';
      else if (c === '\n') c = '\\n';
      else if (c === '\r') c = '\\r';
      else if (c === '\u2028') c = '\\u2028';
      else if (c === '\u2029') c = '\\u2029';
      out += c;
    }
    return out === '' ? '(?:)' : out;
  }, enumerable: false, configurable: true });

  // What RegExp.$1 and its kin tell of the last match.
  let lastText = '', lastFound = [0, 0];
  const piece = (a, b) => (a < 0 || a === undefined ? '' : apply(cut, lastText, [a, b]));
  function legacy(names, value) {
    for (const name of names) define(RegExp, name, { get: value, set() {}, enumerable: false, configurable: true });
  }
  for (let n = 1; n <= 9; n++) legacy([`$${n}`], () => piece(lastFound[2 * n], lastFound[2 * n + 1]));
  legacy(['lastMatch', '$&'], () => piece(lastFound[0], lastFound[1]));
  legacy(['lastParen', '$+'], () => (lastFound.length > 2 ? piece(lastFound[lastFound.length - 2], lastFound[lastFound.length - 1]) : ''));
  legacy(['leftContext', '$`'], () => piece(0, lastFound[0]));
  legacy(['rightContext', "$'"], () => piece(lastFound[1], lastText.length));
  legacy(['input', '$_'], () => lastText);

  function groupsOf(slot, found, value) {
    if (slot.names.length === 0) return undefined;
    const groups = Object.create(null);
    for (let i = 0; i < slot.names.length; i += 2) {
      const n = slot.names[i + 1], took = found[2 * n] >= 0;
      if (took || !(slot.names[i] in groups)) groups[slot.names[i]] = took ? value(n) : undefined;
    }
    return groups;
  }
  // Assigned, not defined: that is how the engine notices that its own search is not to be used.
  proto.exec = { exec(input) {
    const slot = slotOf(this);
    if (slot === undefined) throw new TypeError('RegExp.prototype.exec called on what is no RegExp');
    const text = `${input}`, moves = slot.global || slot.sticky;
    let last = Math.trunc(Number(this.lastIndex)) || 0;
    if (!moves || last < 0) last = 0;
    const found = last > text.length ? null : native.regexpExec(slot.id, text, last, slot.sticky);
    if (found === null) {
      if (moves) this.lastIndex = 0;
      return null;
    }
    if (moves) this.lastIndex = found[1];
    lastText = text;
    lastFound = found;
    const value = (n) => (found[2 * n] < 0 ? undefined : apply(cut, text, [found[2 * n], found[2 * n + 1]]));
    const result = [], count = found.length / 2;
    for (let n = 0; n < count; n++) define(result, n, { value: value(n), writable: true, enumerable: true, configurable: true });
    result.index = found[0];
    result.input = text;
    result.groups = groupsOf(slot, found, value);
    if (slot.indices) {
      const place = (n) => (found[2 * n] < 0 ? undefined : [found[2 * n], found[2 * n + 1]]);
      const indices = [];
      for (let n = 0; n < count; n++) define(indices, n, { value: place(n), writable: true, enumerable: true, configurable: true });
      indices.groups = groupsOf(slot, found, place);
      result.indices = indices;
    }
    return result;
  } }.exec;
  hide(proto, 'test', { test(input) {
    if (this === null || typeof this !== 'object') throw new TypeError('RegExp.prototype.test called on what is no object');
    return this.exec(`${input}`) !== null;
  } }.test);
})
