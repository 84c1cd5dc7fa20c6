// Text and bytes: DOMException, TextEncoder, TextDecoder, atob, btoa, crypto.
(function (native, global, exports) {
  'use strict';
  const { give } = exports;

  class DOMException extends Error {
    #name;
    constructor(message = '', name = 'Error') {
      super(message);
      this.#name = String(name);
    }
    get name() { return this.#name; }
  }
  give('DOMException', DOMException);

  give('TextEncoder', class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(text = '') { return new Uint8Array(native.utf8Encode(String(text))); }
    encodeInto(text, into) {
      if (!(into instanceof Uint8Array)) throw new TypeError('encodeInto needs a Uint8Array');
      let read = 0, written = 0;
      for (const c of String(text)) {
        const bytes = new Uint8Array(native.utf8Encode(c));
        if (written + bytes.length > into.length) break;
        into.set(bytes, written);
        written += bytes.length;
        read += c.length;
      }
      return { read, written };
    }
  });

  give('TextDecoder', class TextDecoder {
    #fatal; #keepBOM; #pending = new Uint8Array(0); #begun = false;
    constructor(label = 'utf-8', options = {}) {
      const name = String(label).trim().toLowerCase();
      if (!['utf-8', 'utf8', 'unicode-1-1-utf-8', 'unicode11utf8', 'unicode20utf8', 'x-unicode20utf8'].includes(name)) {
        throw new RangeError(`TextDecoder knows utf-8 only, not ${label}`);
      }
      this.#fatal = Boolean(options?.fatal);
      this.#keepBOM = Boolean(options?.ignoreBOM);
    }
    get encoding() { return 'utf-8'; }
    get fatal() { return this.#fatal; }
    get ignoreBOM() { return this.#keepBOM; }
    decode(input, options = {}) {
      const stream = Boolean(options?.stream);
      let bytes;
      if (input === undefined) bytes = new Uint8Array(0);
      else if (input instanceof ArrayBuffer) bytes = new Uint8Array(input);
      else if (ArrayBuffer.isView(input)) bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
      else throw new TypeError('decode needs an ArrayBuffer or a view of one');
      if (this.#pending.length > 0) {
        const all = new Uint8Array(this.#pending.length + bytes.length);
        all.set(this.#pending);
        all.set(bytes, this.#pending.length);
        bytes = all;
      }
      let [text, left, whole] = native.utf8Decode(bytes.buffer, bytes.byteOffset, bytes.byteLength, stream);
      this.#pending = bytes.slice(bytes.length - left);
      if (!whole && this.#fatal) {
        this.#pending = new Uint8Array(0);
        this.#begun = false;
        throw new TypeError('The encoded data was not valid utf-8');
      }
      if (!this.#begun && !this.#keepBOM && text.charCodeAt(0) === 0xFEFF) text = text.slice(1);
      this.#begun = stream && (this.#begun || text.length > 0);
      return text;
    }
  });

  give('btoa', function btoa(text) {
    const out = native.base64Encode(String(text));
    if (out === null) throw new DOMException('btoa takes characters up to U+00FF only', 'InvalidCharacterError');
    return out;
  });
  give('atob', function atob(text) {
    const out = native.base64Decode(String(text));
    if (out === null) throw new DOMException('atob was given text that is not base64', 'InvalidCharacterError');
    return out;
  });

  const hex = Array.from({ length: 256 }, (_, i) => (i + 256).toString(16).slice(1));
  give('crypto', {
    randomUUID() {
      const b = new Uint8Array(native.random(16));
      b[6] = (b[6] & 0x0f) | 0x40;
      b[8] = (b[8] & 0x3f) | 0x80;
      let out = '';
      for (let i = 0; i < 16; i++) out += (i === 4 || i === 6 || i === 8 || i === 10 ? '-' : '') + hex[b[i]];
      return out;
    },
    getRandomValues(view) {
      if (!ArrayBuffer.isView(view) || view instanceof Float32Array || view instanceof Float64Array || view instanceof DataView) {
        throw new TypeError('getRandomValues needs a typed array of integers');
      }
      if (view.byteLength > 65536) throw new DOMException('getRandomValues fills 65536 bytes at most', 'QuotaExceededError');
      new Uint8Array(view.buffer, view.byteOffset, view.byteLength).set(new Uint8Array(native.random(view.byteLength)));
      return view;
    },
  });
})
