// What a button of the desk can do: data, clipboard, addresses, toasts, log, timers, result.
(function (native, global, exports) {
  'use strict';
  function hide(object, name, value) {
    Object.defineProperty(object, name, { value, writable: true, enumerable: false, configurable: true });
  }
  function give(name, value) {
    exports[name] = value;
    hide(global, name, value);
  }
  exports.hide = hide;
  exports.give = give;
  const most = 1 << 17; // characters that may matter to any limit

  // What a source offers is loaded when one of its names is first used.
  function later(source, names) {
    for (const name of names) {
      Object.defineProperty(global, name, {
        get() { native.load(source); return exports[name]; },
        set(value) { hide(global, name, value); },
        enumerable: false, configurable: true,
      });
    }
  }
  later('text', ['DOMException', 'TextEncoder', 'TextDecoder', 'atob', 'btoa', 'crypto']);
  later('url', ['URL', 'URLSearchParams']);
  later('clone', ['structuredClone']);
  const isAddress = (v) => exports.URL !== undefined && (v instanceof exports.URL || v instanceof exports.URLSearchParams);

  function clip(text) { return text.length > most ? text.slice(0, most) : text; }

  // show writes a value for the log, as a console does.
  function show(v, depth, seen) {
    switch (typeof v) {
      case 'string': return depth === 0 ? clip(v) : JSON.stringify(clip(v));
      case 'symbol': return String(v);
      case 'bigint': return `${v}n`;
      case 'function': return `[function${v.name ? ' ' + String(v.name) : ''}]`;
      case 'object': break;
      default: return String(v);
    }
    if (v === null) return 'null';
    if (v instanceof Error) return `${v.name}: ${v.message}`;
    if (v instanceof Date) return isNaN(v) ? 'Invalid Date' : v.toISOString();
    if (v instanceof RegExp || isAddress(v)) return String(v);
    if (seen.includes(v)) return '[circular]';
    if (depth > 3) return Array.isArray(v) ? '[array]' : '[object]';
    seen = [...seen, v];
    const inner = (x) => show(x, depth + 1, seen);
    const join = (open, list, more, close) => {
      if (more > 0) list.push(`… ${more} more`);
      return list.length === 0 ? open + close : `${open} ${list.join(', ')} ${close}`;
    };
    if (Array.isArray(v)) return join('[', v.slice(0, 100).map(inner), v.length - 100, ']');
    if (v instanceof Map) return join('Map {', [...v].slice(0, 100).map(([k, x]) => `${inner(k)} => ${inner(x)}`), v.size - 100, '}');
    if (v instanceof Set) return join('Set {', [...v].slice(0, 100).map(inner), v.size - 100, '}');
    if (v instanceof Promise) return '[promise]';
    const keys = Object.keys(v);
    const name = (k) => (/^[A-Za-z_$][\w$]*$/.test(k) ? k : JSON.stringify(k));
    return join('{', keys.slice(0, 100).map((k) => `${name(k)}: ${inner(v[k])}`), keys.length - 100, '}');
  }

  function format(args) {
    let rest = args;
    let out = '';
    if (typeof args[0] === 'string' && args.length > 1 && args[0].includes('%')) {
      let used = 1;
      out = clip(args[0]).replace(/%([sdifjoOc%])/g, (all, kind) => {
        if (kind === '%') return '%';
        if (used >= args.length) return all;
        const v = args[used++];
        switch (kind) {
          case 's': return show(v, typeof v === 'string' ? 0 : 1, []);
          case 'd': case 'f': return String(Number(v));
          case 'i': return String(parseInt(v, 10));
          case 'c': return '';
          default: return show(v, 1, []);
        }
      });
      rest = args.slice(used);
      if (rest.length > 0) out += ' ';
    }
    return out + rest.map((v) => show(v, 0, [])).join(' ');
  }

  const console = {};
  for (const [name, level] of [['log', 'info'], ['info', 'info'], ['warn', 'warn'], ['error', 'error'], ['debug', 'debug']]) {
    console[name] = { [name](...args) { tell(level, clip(format(args))); } }[name];
  }
  let indent = '';
  function tell(level, text) { native.log(level, indent === '' ? text : indent + text.split('\n').join('\n' + indent)); }
  console.group = console.groupCollapsed = function group(...args) {
    if (args.length > 0) console.log(...args);
    if (indent.length < 40) indent += '  ';
  };
  console.groupEnd = function groupEnd() { indent = indent.slice(2); };
  const began = new Map(), counted = new Map(), now = Date.now;
  function lapse(label, args) {
    if (!began.has(label)) console.warn(`Timer '${label}' does not exist`);
    else console.log(`${label}: ${now() - began.get(label)} ms`, ...args);
  }
  console.time = function time(label = 'default') { began.set(String(label), now()); };
  console.timeLog = function timeLog(label = 'default', ...args) { lapse(String(label), args); };
  console.timeEnd = function timeEnd(label = 'default') { lapse(String(label), []); began.delete(String(label)); };
  console.count = function count(label = 'default') {
    counted.set(String(label), (counted.get(String(label)) ?? 0) + 1);
    console.log(`${label}: ${counted.get(String(label))}`);
  };
  console.countReset = function countReset(label = 'default') { counted.delete(String(label)); };
  console.dir = function dir(v) { console.log(v); };
  console.trace = function trace(...args) { console.log('Trace' + (args.length > 0 ? ':' : ''), ...args); };
  console.table = function table(data) {
    if (data === null || typeof data !== 'object') return console.log(data);
    const cell = (v) => show(v, 1, []), isRow = (v) => v !== null && typeof v === 'object';
    const rows = (data instanceof Map || data instanceof Set ? [...data] : data);
    const keys = Object.keys(rows).slice(0, 100), columns = [];
    let values = false;
    for (const k of keys) {
      if (!isRow(rows[k])) values = true;
      else for (const c of Object.keys(rows[k])) if (columns.length < 20 && !columns.includes(c)) columns.push(c);
    }
    const lines = [['(index)', ...columns, ...(values ? ['Values'] : [])]];
    for (const k of keys) {
      const v = rows[k];
      lines.push([k, ...columns.map((c) => (isRow(v) && Object.hasOwn(v, c) ? cell(v[c]) : '')), ...(values ? [isRow(v) ? '' : cell(v)] : [])]);
    }
    const widths = lines[0].map((_, i) => Math.max(...lines.map((l) => l[i].length)));
    console.log(lines.map((l) => l.map((t, i) => t.padEnd(widths[i])).join(' | ').trimEnd()).join('\n'));
  };
  console.assert = function assert(holds, ...args) {
    if (!holds) console.error('Assertion failed' + (args.length > 0 ? ':' : ''), ...args);
  };
  hide(global, 'console', console);

  // plain makes text of what is text already or nearly so; anything else is the author's mistake.
  function plain(v, what) {
    if (typeof v === 'object' || typeof v === 'function' || typeof v === 'symbol') {
      if (isAddress(v)) return String(v);
      throw new TypeError(`${what} must be text`);
    }
    return String(v);
  }

  function copy(text) { native.effect('copy', clip(text), ''); }
  function insert(text) { native.effect('insert', clip(text), ''); }
  function toast(text, level) {
    if (level === undefined || level === null) level = 'success';
    native.effect('toast', clip(text), ['success', 'error', 'info', 'warning'].includes(level) ? level : 'info');
  }
  function open(url) {
    const why = native.open(clip(url));
    if (why !== null) throw native.refusal(why);
  }

  hide(global, 'navigator', {
    userAgent: 'keydesk',
    clipboard: {
      async writeText(text) {
        if (arguments.length < 1) throw new TypeError('writeText needs a text');
        copy(String(text));
      },
      async readText() {
        const text = native.clipboard();
        if (text === null) throw native.refusal('Reading the clipboard is not allowed; the profile may allow it.');
        return text;
      },
    },
  });
  hide(global, 'open', function (url) {
    open(String(url));
    return { closed: false, opener: null, focus() {}, blur() {}, close() {} };
  });
  hide(global, 'alert', function alert(text = '') { toast(typeof text === 'string' ? text : show(text, 0, []), 'info'); });
  hide(global, 'insertText', function insertText(text) { insert(plain(text, 'The text for the draft')); });
  for (const name of ['window', 'self']) hide(global, name, global);

  function timer(name, repeat) {
    return {
      [name](call, delay = 0, ...args) {
        if (typeof call !== 'function') throw new TypeError(`${name} needs a function`);
        let ms = Number(delay); // browsers keep 32 bits of it: what is longer comes at once
        if (!(ms > 0 && ms < 2 ** 31)) ms = 0;
        return native.timer(call, ms, repeat, ...args);
      },
    }[name];
  }
  hide(global, 'setTimeout', timer('setTimeout', false));
  hide(global, 'setInterval', timer('setInterval', true));
  for (const name of ['clearTimeout', 'clearInterval']) {
    hide(global, name, { [name](id) { if (typeof id === 'number') native.clearTimer(id); } }[name]);
  }
  hide(global, 'queueMicrotask', function queueMicrotask(call) {
    if (typeof call !== 'function') throw new TypeError('queueMicrotask needs a function');
    (async () => { await null; call(); })();
  });

  // bind makes the data global. Each value was parsed from JSON for this run alone.
  exports.bind = function (data) {
    for (const name of ['contact', 'user', 'organization', 'conversation', 'input']) {
      if (data[name] === undefined || data[name] === null) data[name] = {};
    }
    data.agent = data.user;
    for (const name of Object.keys(data)) hide(global, name, data[name]);
    hide(global, 'context', data);
  };

  // finish takes what the snippet returned, awaiting every promise in it.
  exports.finish = async function (value) {
    value = await value;
    if (value === undefined) return;
    native.returned();
    if (value === null || typeof value !== 'object') return;
    const given = (v) => v !== undefined && v !== null;
    const clipboard = await value.clipboard;
    if (given(clipboard)) copy(plain(clipboard, 'The returned clipboard'));
    const text = await value.insert;
    if (given(text)) insert(plain(text, 'The returned insert'));
    const url = await value.url;
    if (given(url)) open(plain(url, 'The returned url'));
    const message = await value.message;
    if (given(message)) native.say(clip(plain(message, 'The returned message')));
    const note = await value.toast;
    if (given(note)) {
      if (typeof note === 'object') toast(plain((await note.message) ?? '', 'The message of the returned toast'), await note.type);
      else toast(plain(note, 'The returned toast'));
    }
  };

  // describe says what was thrown, and where if it knows.
  exports.describe = function (reason) {
    const out = { text: 'The script threw something that cannot be shown.', stack: '' };
    try {
      if (reason instanceof Error) {
        const message = clip(String(reason.message));
        out.text = reason.name === 'Error' ? message || 'Error' : `${clip(String(reason.name))}: ${message}`;
        out.stack = clip(String(reason.stack));
      } else if (typeof reason === 'string') out.text = clip(reason);
      else out.text = clip(show(reason, 0, []));
    } catch { /* the text above stands */ }
    return out;
  };
})
