// RegExp over the desk's own matcher; the engine's stays beneath as the kind of object it is.
(function (native, global) {
  'use strict';
  const apply = Reflect.apply, construct = Reflect.construct, define = Object.defineProperty, create = Object.create;
  const Real = global.RegExp, proto = Real.prototype;
  const getter = (name) => Object.getOwnPropertyDescriptor(proto, name).get;
  const isObject = (v) => (typeof v === 'object' ? v !== null : typeof v === 'function');
  const hasOwn = Object.hasOwn, arrays = Array.prototype;
  const realSource = getter('source');
  const kinds = [['hasIndices', 'd'], ['global', 'g'], ['ignoreCase', 'i'], ['multiline', 'm'], ['dotAll', 's'],
    ['unicode', 'u'], ['unicodeSets', 'v'], ['sticky', 'y']];
  const real = ['global', 'ignoreCase', 'multiline', 'dotAll', 'unicode', 'sticky'].map(getter);
  const realLetters = ['g', 'i', 'm', 's', 'u', 'y'];
  const letters = kinds.map((k) => k[1]);
  const slots = new WeakMap(), find = slots.get, keep = slots.set;
  const cut = String.prototype.slice, contains = String.prototype.includes, code = String.prototype.charCodeAt;

  function hide(object, name, value) {
    define(object, name, { value, writable: true, enumerable: false, configurable: true });
  }
  function compile(source, flags) {
    const id = native.regexpCompile(source, flags);
    if (typeof id === 'number') return { source, flags, id, names: native.regexpNames(id),
      global: apply(contains, flags, ['g']), sticky: apply(contains, flags, ['y']), indices: apply(contains, flags, ['d']),
      unicode: apply(contains, flags, ['u']) || apply(contains, flags, ['v']) };
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
  // read compiles an expression whose flags are what a snippet says.
  function read(source, flags) {
    let plain = '';
    for (let i = 0; i < flags.length; i++) {
      const c = flags[i];
      let known = false;
      for (let n = 0; n < letters.length; n++) if (letters[n] === c) known = true;
      if (!known || apply(contains, plain, [c])) throw new SyntaxError(`Invalid flags supplied to RegExp constructor '${flags}'`);
      plain += c;
    }
    if (apply(contains, plain, ['u']) && apply(contains, plain, ['v'])) throw new SyntaxError(`Invalid flags supplied to RegExp constructor '${flags}'`);
    let sorted = ''; // as the getter tells them
    for (let n = 0; n < letters.length; n++) if (apply(contains, plain, [letters[n]])) sorted += letters[n];
    return compile(source, sorted);
  }
  function make(source, flags, target) {
    const slot = read(source, flags), re = construct(Real, [''], target);
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
    return make(source === undefined ? '' : `${source}`, flags === undefined ? '' : `${flags}`,
      new.target === undefined || new.target === RegExp ? Real : new.target);
  }
  define(RegExp, 'prototype', { value: proto, writable: false });
  // getters defines them as the language's own are: hidden, and with their names.
  function getters(object, methods) {
    for (const name of Reflect.ownKeys(methods)) {
      define(object, name, { get: Object.getOwnPropertyDescriptor(methods, name).get, enumerable: false, configurable: true });
    }
  }
  getters(RegExp, { get [Symbol.species]() { return this; } });
  hide(proto, 'constructor', RegExp);
  hide(global, 'RegExp', RegExp);
  hide(proto, 'compile', { compile(pattern, flags) {
    if (slotOf(this) === undefined) throw new TypeError('RegExp.prototype.compile called on what is no RegExp');
    const other = slotOf(pattern);
    if (other !== undefined && flags !== undefined) throw new TypeError('Flags are not taken beside a RegExp');
    const slot = other ?? read(pattern === undefined ? '' : `${pattern}`, flags === undefined ? '' : `${flags}`);
    apply(keep, slots, [this, slot]);
    this.lastIndex = 0;
    return this;
  } }.compile);
  // Expressions in the source come here, under a name that no source can write.
  define(global, '\0regexp', { value: (source, flags) => make(source, flags, Real) });

  for (const [name, letter] of kinds) {
    getters(proto, { get [name]() {
      const slot = slotOf(this);
      if (slot !== undefined) return apply(contains, slot.flags, [letter]);
      if (this === proto) return undefined;
      throw new TypeError(`RegExp.prototype.${name} getter called on what is no RegExp`);
    } });
  }
  getters(proto, { get flags() {
    if (!isObject(this)) throw new TypeError('RegExp.prototype.flags getter called on what is no object');
    let flags = '';
    for (let n = 0; n < kinds.length; n++) if (this[kinds[n][0]]) flags += kinds[n][1];
    return flags;
  } });
  getters(proto, { get source() {
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
  } });

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
    const text = typeof input === 'string' ? input : `${input}`, moves = slot.global || slot.sticky; // a template copies
    let last = Math.trunc(Number(this.lastIndex)) || 0;
    if (!moves || last < 0) last = 0;
    const found = last > text.length ? null : native.regexpExec(slot.id, text, last, slot.sticky);
    if (found === null) {
      if (moves) this.lastIndex = 0;
      return null;
    }
    if (moves) this.lastIndex = found[1];
    return resultOf(slot, text, found);
  } }.exec;
  // put sets a property of a fresh list, whatever the snippet did to all lists.
  function put(list, name, value) {
    if (hasOwn(arrays, name)) define(list, name, { value, writable: true, enumerable: true, configurable: true });
    else list[name] = value;
  }
  function resultOf(slot, text, found) {
    lastText = text;
    lastFound = found;
    const result = [], count = found.length / 2;
    for (let n = 0; n < count; n++) result[n] = found[2 * n] < 0 ? undefined : apply(cut, text, [found[2 * n], found[2 * n + 1]]);
    result.index = found[0];
    result.input = text;
    put(result, 'groups', slot.names.length === 0 ? undefined : groupsOf(slot, found, (n) => result[n]));
    if (slot.indices) {
      const place = (n) => (found[2 * n] < 0 ? undefined : [found[2 * n], found[2 * n + 1]]);
      const indices = [];
      for (let n = 0; n < count; n++) define(indices, n, { value: place(n), writable: true, enumerable: true, configurable: true });
      put(indices, 'groups', groupsOf(slot, found, place));
      put(result, 'indices', indices);
    }
    return result;
  }

  // The engine's general replace and match keep a result object for each match: some kilobytes, and
  // there are thousands of matches in a long text. While exec is ours, places are enough.
  const own = proto.exec, generalReplace = proto[Symbol.replace], generalMatch = proto[Symbol.match];
  const join = Array.prototype.join, digit = (c) => c >= '0' && c <= '9';
  function plain(re) {
    const slot = slotOf(re);
    return slot !== undefined && slot.global && re.exec === own && re.flags === slot.flags ? slot : undefined;
  }
  // after is the place behind the character at a place.
  function after(slot, text, at) {
    const high = slot.unicode && at + 1 < text.length && (apply(code, text, [at]) & 0xfc00) === 0xd800;
    return at + (high && (apply(code, text, [at + 1]) & 0xfc00) === 0xdc00 ? 2 : 1);
  }
  function places(re, slot, text) {
    const list = [];
    let at = 0;
    while (at <= text.length) {
      const found = native.regexpExec(slot.id, text, at, slot.sticky);
      if (found === null) break;
      list[list.length] = found;
      at = found[1];
      if (found[0] === at) at = after(slot, text, at);
    }
    re.lastIndex = 0;
    if (list.length > 0) {
      lastText = text;
      lastFound = list[list.length - 1];
    }
    return list;
  }
  // filled is the template of a replacement with $1 and its kin put in.
  function filled(template, text, found, slot) {
    const count = found.length / 2 - 1, group = (n) => (found[2 * n] < 0 ? '' : apply(cut, text, [found[2 * n], found[2 * n + 1]]));
    let out = '';
    for (let i = 0; i < template.length; i++) {
      const c = template[i], next = template[i + 1];
      if (c !== '$' || next === undefined) { out += c; continue; }
      if (next === '$') { out += '$'; i++; }
      else if (next === '&') { out += group(0); i++; }
      else if (next === '`') { out += apply(cut, text, [0, found[0]]); i++; }
      else if (next === "'") { out += apply(cut, text, [found[1], text.length]); i++; }
      else if (digit(next)) {
        let n = +next, used = 1;
        const after = template[i + 2];
        if (after !== undefined && digit(after) && 10 * n + +after <= count && 10 * n + +after > 0) { n = 10 * n + +after; used = 2; }
        if (n < 1 || n > count) { out += c; continue; }
        out += group(n);
        i += used;
      } else if (next === '<' && slot.names.length > 0) {
        let end = i + 2;
        while (end < template.length && template[end] !== '>') end++;
        if (end === template.length) { out += c; continue; }
        const name = apply(cut, template, [i + 2, end]);
        for (let k = 0; k < slot.names.length; k += 2) if (slot.names[k] === name) out += group(slot.names[k + 1]);
        i = end;
      } else out += c;
    }
    return out;
  }
  hide(proto, Symbol.replace, { [Symbol.replace](input, by) {
    const slot = plain(this);
    if (slot === undefined) return apply(generalReplace, this, [input, by]);
    const text = `${input}`, calls = typeof by === 'function', template = calls ? '' : `${by}`;
    const simple = !calls && !apply(contains, template, ['$']);
    const list = places(this, slot, text), pieces = [];
    let end = 0;
    for (let k = 0; k < list.length; k++) {
      const found = list[k];
      pieces[pieces.length] = apply(cut, text, [end, found[0]]);
      if (calls) {
        const given = [];
        for (let n = 0; n < found.length / 2; n++) given[n] = found[2 * n] < 0 ? undefined : apply(cut, text, [found[2 * n], found[2 * n + 1]]);
        const groups = groupsOf(slot, found, (n) => given[n]);
        given[given.length] = found[0];
        given[given.length] = text;
        if (groups !== undefined) given[given.length] = groups;
        pieces[pieces.length] = `${apply(by, undefined, given)}`;
      } else pieces[pieces.length] = simple ? template : filled(template, text, found, slot);
      end = found[1];
    }
    pieces[pieces.length] = apply(cut, text, [end, text.length]);
    return apply(join, pieces, ['']);
  } }[Symbol.replace]);
  hide(proto, Symbol.match, { [Symbol.match](input) {
    const slot = plain(this);
    if (slot === undefined) return apply(generalMatch, this, [input]);
    const text = `${input}`, list = places(this, slot, text);
    if (list.length === 0) return null;
    for (let k = 0; k < list.length; k++) list[k] = apply(cut, text, [list[k][0], list[k][1]]);
    return list;
  } }[Symbol.match]);
  // speciesOf is what makes the copy that matchAll and split work with.
  function speciesOf(re) {
    const maker = re.constructor;
    if (maker === undefined) return RegExp;
    if (!isObject(maker)) throw new TypeError('the constructor is no object');
    const kind = maker[Symbol.species];
    return kind === undefined || kind === null ? RegExp : kind;
  }
  const lengthOf = (v) => Math.min(Math.max(Math.trunc(Number(v)) || 0, 0), Number.MAX_SAFE_INTEGER);
  // search is exec, the snippet's own if it has one.
  function search(re, text) {
    const exec = re.exec;
    if (typeof exec !== 'function') return apply(own, re, [text]);
    const found = apply(exec, re, [text]);
    if (found !== null && !isObject(found)) throw new TypeError('exec gave neither an object nor null');
    return found;
  }
  // The general matchAll looks up exec and lastIndex for each match. The places are found one by one here
  // too: who stops early has not searched the rest.
  const walks = Object.getPrototypeOf(apply(proto[Symbol.matchAll], make('', 'g', Real), [''])), walking = new WeakMap();
  hide(walks, 'next', { next() {
    const w = isObject(this) ? apply(find, walking, [this]) : undefined;
    if (w === undefined) throw new TypeError('the receiver is not an iterator of matches');
    if (w.over) return { value: undefined, done: true };
    if (w.slot !== undefined && proto.exec !== own) {
      w.re = make(w.slot.source, w.slot.flags, Real);
      w.re.lastIndex = w.at;
      w.slot = undefined;
    }
    if (w.slot === undefined) {
      const match = search(w.re, w.text);
      if (match === null || !w.global) w.over = true;
      else if (`${match[0]}` === '') w.re.lastIndex = after(w, w.text, lengthOf(w.re.lastIndex));
      return match === null ? { value: undefined, done: true } : { value: match, done: false };
    }
    const found = w.at > w.text.length ? null : native.regexpExec(w.slot.id, w.text, w.at, w.slot.sticky);
    if (found === null) {
      w.over = true;
      return { value: undefined, done: true };
    }
    w.at = found[0] === found[1] ? after(w.slot, w.text, found[1]) : found[1];
    return { value: resultOf(w.slot, w.text, found), done: false };
  } }.next);
  hide(proto, Symbol.matchAll, { [Symbol.matchAll](input) {
    if (!isObject(this)) throw new TypeError('RegExp.prototype[Symbol.matchAll] called on what is no object');
    const slot = plain(this), walk = create(walks);
    const text = `${input}`;
    if (slot !== undefined && this.constructor === RegExp && RegExp[Symbol.species] === RegExp) {
      apply(keep, walking, [walk, { slot, text, at: Math.min(lengthOf(this.lastIndex), text.length + 1), global: true, unicode: slot.unicode }]);
      return walk;
    }
    const kind = speciesOf(this), flags = `${this.flags}`, re = new kind(this, flags);
    re.lastIndex = lengthOf(this.lastIndex);
    apply(keep, walking, [walk, { re, text, global: apply(contains, flags, ['g']), unicode: apply(contains, flags, ['u']) || apply(contains, flags, ['v']) }]);
    return walk;
  } }[Symbol.matchAll]);
  // The general split tries each place of the text with a call of its own.
  function splitSlowly(re, input, most) {
    if (!isObject(re)) throw new TypeError('RegExp.prototype[Symbol.split] called on what is no object');
    const text = `${input}`, kind = speciesOf(re), flags = `${re.flags}`, out = [];
    const one = { unicode: apply(contains, flags, ['u']) || apply(contains, flags, ['v']) };
    const by = new kind(re, apply(contains, flags, ['y']) ? flags : flags + 'y');
    const limit = most === undefined ? 2 ** 32 - 1 : most >>> 0;
    if (limit === 0) return out;
    if (text.length === 0) return search(by, text) === null ? [text] : out;
    let from = 0, at = 0;
    while (at < text.length) {
      by.lastIndex = at;
      const match = search(by, text), end = match === null ? from : Math.min(lengthOf(by.lastIndex), text.length);
      if (match === null || end === from) { at = after(one, text, at); continue; }
      out[out.length] = apply(cut, text, [from, at]);
      if (out.length === limit) return out;
      from = end;
      const count = Math.max(lengthOf(match.length) - 1, 0);
      for (let n = 1; n <= count; n++) {
        out[out.length] = match[n];
        if (out.length === limit) return out;
      }
      at = from;
    }
    out[out.length] = apply(cut, text, [from, text.length]);
    return out;
  }
  hide(proto, Symbol.split, { [Symbol.split](input, most) {
    const slot = slotOf(this);
    if (slot === undefined || this.exec !== own || this.flags !== slot.flags || this.constructor !== RegExp) return splitSlowly(this, input, most);
    const text = `${input}`, limit = most === undefined ? 2 ** 32 - 1 : most >>> 0, out = [];
    if (limit === 0) return out;
    if (text.length === 0) return native.regexpExec(slot.id, text, 0, true) === null ? [text] : out;
    let from = 0, at = 0;
    while (at < text.length) {
      const found = native.regexpExec(slot.id, text, at, false);
      if (found === null || found[0] >= text.length) break;
      lastText = text;
      lastFound = found;
      if (found[1] === from) {
        at = after(slot, text, Math.max(at, found[0]));
        continue;
      }
      out[out.length] = apply(cut, text, [from, found[0]]);
      if (out.length === limit) return out;
      for (let n = 1; n < found.length / 2; n++) {
        out[out.length] = found[2 * n] < 0 ? undefined : apply(cut, text, [found[2 * n], found[2 * n + 1]]);
        if (out.length === limit) return out;
      }
      from = found[1];
      at = from === found[0] ? after(slot, text, from) : from;
    }
    out[out.length] = apply(cut, text, [from, text.length]);
    return out;
  } }[Symbol.split]);
  hide(proto, 'test', { test(input) {
    if (this === null || typeof this !== 'object') throw new TypeError('RegExp.prototype.test called on what is no object');
    return this.exec(`${input}`) !== null;
  } }.test);
})
