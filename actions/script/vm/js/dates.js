// Dates as browsers have them: local clocks that jump, texts that are no dates, and how they are
// written in English.
(function (native, global) {
  'use strict';
  const apply = Reflect.apply, construct = Reflect.construct, define = Object.defineProperty;
  const Real = Date, proto = Date.prototype, UTC = Date.UTC;
  const get = (name) => { const f = proto[name]; return (d) => apply(f, d, []); };
  const offsetOf = get('getTimezoneOffset'), timeOf = get('getTime'), setTime = proto.setTime;
  function hide(object, name, value) {
    define(object, name, { value, writable: true, enumerable: false, configurable: true });
  }
  const minutes = (t) => offsetOf(new Real(t)); // west of Greenwich

  // instant is the time at which local clocks show the time that a clock of UTC shows at shown: the
  // earlier one where they show it twice, and by the clock before the jump where they never do.
  function instant(shown) {
    if (!(Math.abs(shown) <= 8.64e15 + 8.64e7)) return NaN;
    const before = minutes(Math.max(Math.min(shown - 864e5, 8.64e15), -8.64e15));
    const first = shown + before * 6e4;
    const after = minutes(first);
    if (after === before) return first;
    const second = shown + after * 6e4;
    return minutes(second) === after ? second : first;
  }
  function utc(y, mo, d, h, mi, s, ms) { // Date.UTC without the years of two digits
    const t = UTC(2000 + ((y % 400) + 400) % 400, mo, d, h, mi, s, ms);
    return t + (Math.floor(y / 400) * 400 + ((y % 400) + 400) % 400 - 2000 - (((y % 400) + 400) % 400)) / 400 * 12622780800000;
  }
  function fields(args) {
    const n = args.map(Number);
    if (n.some((x) => !Number.isFinite(x))) return NaN;
    let y = Math.trunc(n[0]);
    if (y >= 0 && y <= 99) y += 1900;
    const [mo, d = 1, h = 0, mi = 0, s = 0, ms = 0] = n.slice(1).map(Math.trunc);
    return utc(y + Math.floor(mo / 12), ((mo % 12) + 12) % 12, d, h, mi, s, ms);
  }

  const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
  const zones = { z: 0, ut: 0, utc: 0, gmt: 0, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420 };
  const digits = (s) => s !== '' && [...s].every((c) => c >= '0' && c <= '9');

  // iso reads the format of the language's standard; undefined says that text is in another one.
  function iso(text) {
    const m = native.isoDate(text);
    if (m === null) return undefined;
    const [y, mo, d, h, mi, s, ms, zone] = m;
    if (mo < 1 || mo > 12 || d < 1 || d > 31) return NaN;
    if (mi > 59 || s > 59 || h > 24 || (h === 24 && (mi > 0 || s > 0 || ms > 0))) return NaN;
    const t = utc(y, mo - 1, d, h, mi, s, ms);
    return zone === null ? instant(t) : t - zone * 6e4;
  }

  // legacy reads what browsers read besides: numbers, names of months, a clock and a zone.
  function legacy(text) {
    const list = native.dateWords(text);
    if (list === null) return NaN;
    const day = [];
    let month = 0, clock = null, half = '', zone = null;
    for (let i = 0; i < list.length; i++) {
      const word = list[i], next = list[i + 1];
      if (digits(word)) {
        if (next === ':' && clock === null) {
          clock = [Number(word)];
          while (list[i + 1] === ':' && clock.length < 3 && digits(list[i + 2] ?? '')) { clock.push(Number(list[i + 2])); i += 2; }
          if (clock.length < 2) return NaN;
          if (list[i + 1] === '.' && digits(list[i + 2] ?? '')) { clock[3] = Math.trunc(Number('0.' + list[i + 2]) * 1000); i += 2; }
          continue;
        }
        day.push(word);
        continue;
      }
      if ((word === '+' || word === '-') && digits(next ?? '') && (clock !== null || zone === 0)) {
        const sign = word === '+' ? 1 : -1;
        if (list[i + 2] === ':' && digits(list[i + 3] ?? '')) { zone = sign * (Number(next) * 60 + Number(list[i + 3])); i += 3; }
        else { zone = sign * (next.length <= 2 ? Number(next) * 60 : Math.floor(Number(next) / 100) * 60 + Number(next) % 100); i += 1; }
        continue;
      }
      if (['/', '-', ',', '.'].includes(word)) continue;
      if (word === 'am' || word === 'pm') { half = word; continue; }
      const m = months.indexOf(word.slice(0, 3));
      if (m >= 0 && word.length >= 3) { month = m + 1; continue; }
      if (Object.hasOwn(zones, word)) { zone = zones[word]; continue; }
      if (word === 't' && day.length === 3) continue;
      if (word.length >= 3 && ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].includes(word.slice(0, 3))) continue;
      if (day.length > 0 || month > 0 || clock !== null) return NaN;
    }
    let y, d;
    if (month > 0) {
      if (day.length === 1) { d = day[0]; y = '2001'; if (Number(d) > 31) { y = d; d = '1'; } }
      else if (day.length === 2) {
        [d, y] = day;
        if (Number(d) > 31 || d.length > 2) [y, d] = day;
      } else return NaN;
    } else if (day.length === 3) {
      if (day[0].length > 2 || Number(day[0]) > 31) { y = day[0]; month = Number(day[1]); d = day[2]; }
      else { month = Number(day[0]); d = day[1]; y = day[2]; }
    } else if (day.length === 2) {
      [month, d, y] = [Number(day[0]), day[1], '2001'];
      if (Number(d) > 31) [d, y] = ['1', d];
      if (month > 31) [month, d, y] = [Number(day[1]), '1', day[0]];
    }
    else if (day.length === 1) { const n = Number(day[0]); if (n >= 1 && n <= 12 && day[0].length < 3) { month = n; d = '1'; y = '2001'; } else if (n > 12 && n < 32) return NaN; else { month = 1; d = '1'; y = day[0]; } }
    else return NaN;
    let year = Number(y);
    if (y.length > 6) return NaN;
    if (y.length <= 2) year += year < 50 ? 2000 : 1900;
    d = Number(d);
    if (month < 1 || month > 12 || d < 1 || d > 31) return NaN;
    let [h = 0, mi = 0, s = 0, ms = 0] = clock ?? [];
    if (half !== '') {
      if (h < 1 || h > 12) return NaN;
      h = h % 12 + (half === 'pm' ? 12 : 0);
    }
    if (h > 24 || mi > 59 || s > 59 || (h === 24 && mi + s > 0)) return NaN;
    const t = utc(year, month - 1, d, h, mi, s, ms);
    return zone === null ? instant(t) : t - zone * 6e4;
  }
  function read(text) {
    const t = iso(text);
    const v = t === undefined ? legacy(text) : t;
    return Math.abs(v) <= 8.64e15 ? v : NaN;
  }
  hide(Real, 'parse', { parse(text) { return read(String(text)); } }.parse);

  const Wrapped = new Proxy(Real, {
    apply(target) { return apply(target, undefined, []); },
    construct(target, args, made) {
      if (made === Wrapped) made = target;
      if (args.length > 1) args = [instant(fields(args))];
      else if (args.length === 1) {
        let v = args[0];
        if (v !== null && typeof v === 'object') {
          if (v instanceof Real) v = timeOf(v);
          else if (v[Symbol.toPrimitive] === undefined) {
            const plain = v.valueOf();
            v = plain !== null && typeof plain === 'object' ? String(v) : plain;
          }
        }
        args = [typeof v === 'string' ? read(v) : v];
      }
      return construct(target, args, made);
    },
  });
  define(Real, Symbol.hasInstance, {
    value(v) { return (typeof v === 'object' ? v !== null : typeof v === 'function') && apply(Object.prototype.isPrototypeOf, this.prototype, [v]); },
  });
  hide(proto, 'constructor', Wrapped);
  hide(global, 'Date', Wrapped);

  // The setters of local fields, which the engine has by its own reading of a clock that jumps.
  const parts = ['getFullYear', 'getMonth', 'getDate', 'getHours', 'getMinutes', 'getSeconds', 'getMilliseconds'].map(get);
  for (const [name, first, most] of [['setFullYear', 0, 3], ['setMonth', 1, 2], ['setDate', 2, 1], ['setHours', 3, 4],
    ['setMinutes', 4, 3], ['setSeconds', 5, 2], ['setMilliseconds', 6, 1]]) {
    const set = { [name](...args) {
      const t = timeOf(this), n = args.slice(0, most).map(Number);
      if (n.length === 0) n.push(NaN);
      if (Number.isNaN(t) && first > 0) return NaN;
      const now = Number.isNaN(t) ? [1970, 0, 1, 0, 0, 0, 0] : parts.map((f) => f(new Real(t)));
      n.forEach((x, i) => { now[first + i] = x; });
      let shown = NaN;
      if (now.every(Number.isFinite)) {
        const [y, mo, d, h, mi, s, ms] = now.map(Math.trunc);
        shown = utc(y + Math.floor(mo / 12), ((mo % 12) + 12) % 12, d, h, mi, s, ms);
      }
      return apply(setTime, this, [instant(shown)]);
    } }[name];
    define(set, 'length', { value: most, configurable: true });
    hide(proto, name, set);
  }

  // The engine writes years of more than four digits with too few.
  const toISO = proto.toISOString, yearOf = get('getUTCFullYear');
  hide(proto, 'toISOString', { toISOString() {
    const text = apply(toISO, this, []), y = yearOf(this);
    if (y >= 0 && y <= 9999) return text;
    return (y < 0 ? '-' : '+') + String(Math.abs(y)).padStart(6, '0') + text.slice(text.indexOf('-', 1));
  } }.toISOString);

  // English of the United States, as a browser without settings writes it.
  const two = (n) => String(n).padStart(2, '0');
  const date = (d) => `${parts[1](d) + 1}/${parts[2](d)}/${parts[0](d)}`;
  const clock = (d) => `${parts[3](d) % 12 || 12}:${two(parts[4](d))}:${two(parts[5](d))} ${parts[3](d) < 12 ? 'AM' : 'PM'}`;
  for (const [name, write] of [['toLocaleString', (d) => `${date(d)}, ${clock(d)}`], ['toLocaleDateString', date], ['toLocaleTimeString', clock]]) {
    hide(proto, name, { [name](...args) {
      if (args.some((a) => a !== undefined)) native.unsupported(`${name} takes no locale or options here; write the format out.`);
      return Number.isNaN(timeOf(this)) ? 'Invalid Date' : write(this);
    } }[name]);
  }
})
