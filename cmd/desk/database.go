package desk

import (
	"context"
	"fmt"

	"keydesk/actions/history"
	"keydesk/client/store"
	"keydesk/config"
)

// openDatabase is the database that the settings name, nil where they name none. Nothing is connected to yet.
func (t *team) openDatabase(ctx context.Context, s config.Settings) (*store.Database, error) {
	if s.Serve.Store == "" {
		return nil, nil
	}
	address := s.Serve.Store
	if config.IsPlace(address) {
		var err error
		if address, err = t.secret(ctx, address); err != nil {
			return nil, fmt.Errorf("the address of the database (serve.store) cannot be had: %w", err)
		}
	}
	return store.OpenDatabase(address, store.Part{Name: "history", Migrations: history.Migrations()})
}

// checkDatabase tries the database that the settings name.
func (t *team) checkDatabase(ctx context.Context, s config.Settings) (fine string, err error) {
	d, err := t.openDatabase(ctx, s)
	if err != nil {
		return "", err
	}
	fine, err = d.Check(ctx)
	if closed := d.Close(); err == nil {
		err = closed
	}
	return fine, err
}
