//go:build linux

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// program is one that is measured.
type program struct {
	name  string
	args  []string
	env   []string
	ready string // stands on its first screen that one can work with
}

// keysOf are the keys that are pressed, one at a time: within the first screen, down and up.
var keysOf = strings.Split(strings.Repeat("j ", 12)+strings.Repeat("k ", 12)+strings.Repeat("j ", 12)+strings.TrimSpace(strings.Repeat("k ", 12)), " ")

// installed are keydesk and those of the others that this machine has, with as many entries each.
func installed(ctx context.Context, dir, exe string, entries int) ([]program, error) {
	list := []program{{
		name: "keydesk, with its platform inside", ready: "Unread",
		args: []string{exe, "demo", "--contacts", fmt.Sprint(entries), "--rate", "0"},
	}}
	if path, err := exec.LookPath("neomutt"); err == nil {
		mail, err := maildir(dir, entries)
		if err != nil {
			return nil, err
		}
		list = append(list, program{name: "neomutt", ready: "Mail 10 ",
			args: []string{path, "-n", "-F", "/dev/null", "-e", "set folder=" + filepath.Dir(mail) + " sort=reverse-date", "-f", mail}})
	}
	if path, err := exec.LookPath("aerc"); err == nil {
		mail, err := maildir(dir, entries)
		if err != nil {
			return nil, err
		}
		if err := aercFiles(dir, mail); err != nil {
			return nil, err
		}
		list = append(list, program{name: "aerc", ready: "Mail 10 ", args: []string{path}, env: []string{"XDG_CONFIG_HOME=" + dir}})
	}
	if path, err := exec.LookPath("lazygit"); err == nil {
		repository, err := history(ctx, dir, min(entries, 300))
		if err != nil {
			return nil, err
		}
		list = append(list, program{name: "lazygit, with 300 commits", ready: "commit 290",
			args: []string{path, "-p", repository, "log"}, env: []string{"XDG_CONFIG_HOME=" + dir}})
	}
	return list, nil
}

// maildir writes a folder of mails, unless it is there.
func maildir(dir string, entries int) (string, error) {
	folder := filepath.Join(dir, "mail", "INBOX")
	if _, err := os.Stat(folder); err == nil {
		return folder, nil
	}
	for _, sub := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o700); err != nil {
			return "", err
		}
	}
	for i := range entries {
		at := time.Now().Add(-time.Duration(i) * time.Minute)
		text := fmt.Sprintf("From: Customer %d <c%d@example.com>\nTo: desk@example.com\nSubject: Mail %d about an order\nDate: %s\nMessage-ID: <%d@example.com>\n\nWhere is it?\n",
			i, i, i, at.Format(time.RFC1123Z), i)
		if err := os.WriteFile(filepath.Join(folder, "cur", fmt.Sprintf("%d.%d.host:2,S", at.Unix(), i)), []byte(text), 0o600); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// aercFiles configures an account on the folder.
func aercFiles(dir, mail string) error {
	config := filepath.Join(dir, "aerc")
	if err := os.MkdirAll(config, 0o700); err != nil {
		return err
	}
	account := "[desk]\nsource = maildir://" + filepath.Dir(mail) + "\ndefault = INBOX\nfrom = Desk <desk@example.com>\n"
	return os.WriteFile(filepath.Join(config, "accounts.conf"), []byte(account), 0o600)
}

// history makes a repository of commits.
func history(ctx context.Context, dir string, commits int) (string, error) {
	repository := filepath.Join(dir, "repository")
	var stream strings.Builder
	for i := range commits {
		words := fmt.Sprintf("commit %d", i)
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Desk <desk@example.com> %d +0000\ndata %d\n%s\n", 1_700_000_000+i, len(words), words)
	}
	if out, err := exec.CommandContext(ctx, "git", "init", "-q", "-b", "main", repository).CombinedOutput(); err != nil {
		return "", fmt.Errorf("git init: %w: %s", err, out)
	}
	load := exec.CommandContext(ctx, "git", "-C", repository, "fast-import", "--quiet")
	load.Stdin = strings.NewReader(stream.String())
	if out, err := load.CombinedOutput(); err != nil {
		return "", fmt.Errorf("git fast-import: %w: %s", err, out)
	}
	return repository, nil
}
