package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// The write-ahead log of SQLite: a header of 32 bytes, then frames of a header of 24 bytes and a page.
// Checksums go over all that came before, so SQLite stops at the first frame that does not fit and takes
// no notice of the rest: what a console wrote behind it vanishes without a word. https://sqlite.org/fileformat2.html#walformat
const (
	walHeader   = 32
	frameHeader = 24
	walMagic    = 0x377f0682 // the last bit says that checksums are made of big-endian words
	walMost     = 256 << 20
)

// errWAL says that finished transactions in the log cannot be read any more.
var errWAL = fault("is malformed: bytes of its log were changed")

// checkWAL returns errWAL if finished frames of the log beside the file at path do not fit what was
// written. The end that a kill tears off a log is none of that: it was never finished.
func checkWAL(path string) error {
	first, err := readWAL(path)
	if err != nil || sound(first) {
		return nil // what else is wrong with it the database tells
	}
	// Another console may have been writing.
	again, err := readWAL(path)
	if err != nil || sound(again) || !bytes.Equal(first[:min(len(first), walHeader)], again[:min(len(again), walHeader)]) {
		return nil
	}
	return errWAL
}

func readWAL(path string) ([]byte, error) {
	f, err := os.Open(path + "-wal")
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	return io.ReadAll(io.LimitReader(f, walMost))
}

// sound reports whether every finished frame of a log fits.
func sound(log []byte) bool {
	if len(log) < walHeader+frameHeader {
		return true
	}
	order := wordOrder(log)
	a, b := checksum(order, 0, 0, log[:24])
	if order == nil || a != binary.BigEndian.Uint32(log[24:]) || b != binary.BigEndian.Uint32(log[28:]) {
		return false
	}
	size, salts := pageSize(log), log[16:24]
	if size == 0 {
		return false
	}
	rest := log[walHeader:]
	for ; len(rest) >= frameHeader+size; rest = rest[frameHeader+size:] {
		frame := rest[:frameHeader+size]
		a, b = checksum(order, a, b, frame[:8])
		a, b = checksum(order, a, b, frame[frameHeader:])
		if bytes.Equal(frame[8:16], salts) && a == binary.BigEndian.Uint32(frame[16:]) && b == binary.BigEndian.Uint32(frame[20:]) {
			continue
		}
		return !finished(rest, size, salts)
	}
	return true
}

// finished reports whether a frame that does not fit was written to its end: one of the same log comes
// behind it, or it is the last of a file that ends with it. Frames of an earlier log, which has other
// salts, are left over behind the end of this one.
func finished(rest []byte, size int, salts []byte) bool {
	own := bytes.Equal(rest[8:16], salts)
	if len(rest) == frameHeader+size {
		return own
	}
	for rest = rest[frameHeader+size:]; len(rest) >= frameHeader+size; rest = rest[frameHeader+size:] {
		if bytes.Equal(rest[8:16], salts) {
			return true
		}
	}
	return false
}

func wordOrder(log []byte) binary.ByteOrder {
	switch binary.BigEndian.Uint32(log) {
	case walMagic:
		return binary.LittleEndian
	case walMagic | 1:
		return binary.BigEndian
	}
	return nil
}

// pageSize is what the log's header says, 0 if that is impossible.
func pageSize(log []byte) int {
	n := int(binary.BigEndian.Uint32(log[8:]))
	if n < 512 || n > 65536 || n&(n-1) != 0 {
		return 0
	}
	return n
}

// checksum goes on from a and b over data, whose length is a multiple of 8.
func checksum(order binary.ByteOrder, a, b uint32, data []byte) (uint32, uint32) {
	if order == nil {
		return a, b
	}
	for i := 0; i+8 <= len(data); i += 8 {
		a += order.Uint32(data[i:]) + b
		b += order.Uint32(data[i+4:]) + a
	}
	return a, b
}

// readMended reads a copy of the file whose log has its checksums made anew, so that what stands behind
// a changed byte can be read as well. It reads nothing where that fails.
func readMended(ctx context.Context, path string) (found rescue) {
	log, err := readWAL(path)
	if err != nil || len(log) < walHeader+frameHeader {
		return rescue{}
	}
	dir, err := os.MkdirTemp("", "keydesk-mend-")
	if err != nil {
		return rescue{}
	}
	defer func() { _ = os.RemoveAll(dir) }() // the file that was set aside has it all
	data, err := os.ReadFile(path)
	if err != nil {
		return rescue{}
	}
	size := 4096
	if len(data) >= 18 && int(binary.BigEndian.Uint16(data[16:])) >= 512 {
		size = int(binary.BigEndian.Uint16(data[16:]))
	}
	mended := dir + "/mended.db"
	if errors.Join(os.WriteFile(mended, data, 0o600), os.WriteFile(mended+"-wal", mend(log, size), 0o600)) != nil {
		return rescue{}
	}
	db, err := sql.Open("sqlite", dsn(mended))
	if err != nil {
		return rescue{}
	}
	defer func() { _ = db.Close() }() // only read
	return read(ctx, db)
}

// mend writes header and checksums of a log anew, over every frame of the log's own.
func mend(log []byte, size int) []byte {
	log = bytes.Clone(log)
	salts := commonSalts(log, size)
	order := binary.BigEndian
	order.PutUint32(log, walMagic)
	order.PutUint32(log[4:], 3007000)
	order.PutUint32(log[8:], uint32(size))
	copy(log[16:24], salts)
	a, b := checksum(binary.LittleEndian, 0, 0, log[:24])
	order.PutUint32(log[24:], a)
	order.PutUint32(log[28:], b)
	end := walHeader
	for at, step := walHeader, frameHeader+size; at+step <= len(log); at += step {
		frame := log[at : at+step]
		if !bytes.Equal(frame[8:16], salts) && !finished(log[at:], size, salts) {
			break
		}
		copy(frame[8:16], salts)
		a, b = checksum(binary.LittleEndian, a, b, frame[:8])
		a, b = checksum(binary.LittleEndian, a, b, frame[frameHeader:])
		order.PutUint32(frame[16:], a)
		order.PutUint32(frame[20:], b)
		end = at + step
	}
	return log[:end]
}

// commonSalts are those that the first frames carry, whatever the header says of itself.
func commonSalts(log []byte, size int) []byte {
	votes := map[string]int{}
	best := log[16:24]
	for at, n := walHeader, 0; at+frameHeader <= len(log) && n < 5; at, n = at+frameHeader+size, n+1 {
		salts := log[at+8 : at+16]
		if votes[string(salts)]++; votes[string(salts)] > votes[string(best)] {
			best = salts
		}
	}
	return bytes.Clone(best)
}

// more is whichever of two readings of a damaged file found more.
func more(a, b rescue) rescue {
	count := func(r rescue) int {
		return len(r.drafts) + len(r.outbox) + len(r.parcels) + len(r.notes) + len(r.reminders) + len(r.unread)
	}
	if count(b) > count(a) {
		return b
	}
	return a
}
