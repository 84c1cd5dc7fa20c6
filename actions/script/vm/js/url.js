// URL and URLSearchParams after the WHATWG URL Standard. The address is kept as text; reading and
// changing it is native.
(function (native, global, exports) {
  'use strict';
  const { hide, give } = exports;
  const parts = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];
  let attach; // (params, url text getter, setter)

  class URLSearchParams {
    #list = [];
    #changed = null;
    static {
      attach = (params, query, changed) => {
        params.#load(query);
        params.#changed = changed;
        return (next) => params.#load(next);
      };
    }
    constructor(init = '') {
      if (init !== null && (typeof init === 'object' || typeof init === 'function')) {
        const iterate = init[Symbol.iterator];
        if (iterate !== undefined && iterate !== null) {
          for (const pair of init) {
            const two = [...pair];
            if (two.length !== 2) throw new TypeError('each pair must have a name and a value');
            this.#list.push([String(two[0]), String(two[1])]);
          }
        } else {
          for (const name of Reflect.ownKeys(init)) {
            const own = Reflect.getOwnPropertyDescriptor(init, name);
            if (own !== undefined && own.enumerable) this.#list.push([String(name), String(init[name])]);
          }
        }
      } else {
        const text = String(init);
        this.#load(text.startsWith('?') ? text.slice(1) : text);
      }
    }
    #load(query) {
      const flat = native.formParse(query);
      this.#list = [];
      for (let i = 0; i < flat.length; i += 2) this.#list.push([flat[i], flat[i + 1]]);
    }
    #touch() { if (this.#changed !== null) this.#changed(this.toString()); }
    get size() { return this.#list.length; }
    append(name, value) {
      if (arguments.length < 2) throw new TypeError('append needs a name and a value');
      this.#list.push([String(name), String(value)]);
      this.#touch();
    }
    delete(name, value) {
      name = String(name);
      this.#list = this.#list.filter((p) => p[0] !== name || (value !== undefined && p[1] !== String(value)));
      this.#touch();
    }
    get(name) {
      name = String(name);
      const found = this.#list.find((p) => p[0] === name);
      return found === undefined ? null : found[1];
    }
    getAll(name) {
      name = String(name);
      return this.#list.filter((p) => p[0] === name).map((p) => p[1]);
    }
    has(name, value) {
      name = String(name);
      return this.#list.some((p) => p[0] === name && (value === undefined || p[1] === String(value)));
    }
    set(name, value) {
      if (arguments.length < 2) throw new TypeError('set needs a name and a value');
      name = String(name);
      const first = this.#list.find((p) => p[0] === name);
      if (first === undefined) this.#list.push([name, String(value)]);
      else {
        first[1] = String(value);
        this.#list = this.#list.filter((p) => p === first || p[0] !== name);
      }
      this.#touch();
    }
    sort() {
      this.#list.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
      this.#touch();
    }
    forEach(call, self) {
      if (typeof call !== 'function') throw new TypeError('forEach needs a function');
      for (let i = 0; i < this.#list.length; i++) call.call(self, this.#list[i][1], this.#list[i][0], this);
    }
    *entries() { for (let i = 0; i < this.#list.length; i++) yield [this.#list[i][0], this.#list[i][1]]; }
    *keys() { for (let i = 0; i < this.#list.length; i++) yield this.#list[i][0]; }
    *values() { for (let i = 0; i < this.#list.length; i++) yield this.#list[i][1]; }
    toString() { return native.formFormat(...this.#list.flat()); }
    get [Symbol.toStringTag]() { return 'URLSearchParams'; }
  }
  hide(URLSearchParams.prototype, Symbol.iterator, URLSearchParams.prototype.entries);

  class URL {
    #href; #params = null; #reload = null;
    constructor(address, base) {
      if (arguments.length < 1) throw new TypeError('URL needs an address');
      const href = native.urlParse(String(address), base === undefined ? undefined : String(base));
      if (href === null) throw new TypeError(`Invalid URL: ${String(address).slice(0, 100)}`);
      this.#href = href;
    }
    static canParse(address, base) {
      return native.urlParse(String(address), base === undefined ? undefined : String(base)) !== null;
    }
    static parse(address, base) { return URL.canParse(address, base) ? new URL(address, base) : null; }
    static {
      for (const part of parts) {
        Object.defineProperty(URL.prototype, part, {
          get() { return native.urlPart(this.#href, part); },
          set(value) { this.#become(native.urlSet(this.#href, part, String(value))); },
          enumerable: true, configurable: true,
        });
      }
    }
    #become(href) {
      this.#href = href;
      if (this.#reload !== null) this.#reload(native.urlPart(href, 'query'));
    }
    get href() { return this.#href; }
    set href(value) {
      const href = native.urlSet(this.#href, 'href', String(value));
      if (href === null) throw new TypeError(`Invalid URL: ${String(value).slice(0, 100)}`);
      this.#become(href);
    }
    get origin() { return native.urlPart(this.#href, 'origin'); }
    get searchParams() {
      if (this.#params === null) {
        this.#params = new URLSearchParams();
        this.#reload = attach(this.#params, native.urlPart(this.#href, 'query'), (query) => {
          this.#href = native.urlQuery(this.#href, query);
        });
      }
      return this.#params;
    }
    toString() { return this.#href; }
    toJSON() { return this.#href; }
    get [Symbol.toStringTag]() { return 'URL'; }
  }
  give('URL', URL);
  give('URLSearchParams', URLSearchParams);
})
