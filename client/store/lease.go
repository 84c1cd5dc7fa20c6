package store

import (
	"context"
	"time"
)

// A console in a database holds a lease, by the clock of the database. While that runs its rows on their
// way out are its own; afterwards another console may take them over.
const (
	leaseFor   = 30 * time.Second
	leaseRenew = 10 * time.Second
	// UnderWay is how long after its claim something may still be on its way from a console whose lease ran
	// out: that may live, cut off from the database alone.
	UnderWay = 35 * time.Second
)

var leaseMigrations = []string{
	"CREATE TABLE leases (console TEXT PRIMARY KEY, desk TEXT NOT NULL, expires TIMESTAMPTZ NOT NULL); CREATE INDEX leases_desk ON leases (desk)",
}

// heldBy is the condition that a console's lease runs.
func heldBy(console string) string {
	return "EXISTS (SELECT 1 FROM leases WHERE leases.console = " + console + " AND leases.expires > clock_timestamp())"
}

// enter takes the lease of a console at its first use.
func (d *Database) enter(ctx context.Context, s *Store) error {
	d.mu.Lock()
	_, in := d.desks[s.console]
	d.mu.Unlock()
	if in {
		return nil
	}
	if err := d.renew(ctx, []string{s.console}, []string{s.o.Desk}); err != nil {
		return err
	}
	d.mu.Lock()
	d.desks[s.console] = s
	d.mu.Unlock()
	s.poke(Change{Drafts: true}) // what was said until now it did not hear
	return nil
}

// leave gives the lease of a console up.
func (d *Database) leave(ctx context.Context, s *Store) error {
	d.mu.Lock()
	_, in := d.desks[s.console]
	delete(d.desks, s.console)
	d.mu.Unlock()
	if !in {
		return nil
	}
	_, err := d.db.ExecContext(ctx, "DELETE FROM leases WHERE console = $1", s.console)
	return err
}

// renew renews the leases of consoles, by one statement.
func (d *Database) renew(ctx context.Context, consoles, desks []string) error {
	_, err := d.db.ExecContext(ctx, `INSERT INTO leases (console, desk, expires)
		SELECT console, desk, clock_timestamp() + $3::bigint * interval '1 microsecond' FROM unnest($1::text[], $2::text[]) AS living (console, desk)
		ON CONFLICT (console) DO UPDATE SET expires = excluded.expires`, consoles, desks, leaseFor.Microseconds())
	return err
}

// begin starts what runs beside: the leases, and listening.
func (d *Database) begin() {
	ctx, stop := context.WithCancel(context.Background())
	d.mu.Lock()
	d.stop = stop
	d.mu.Unlock()
	d.running.Go(func() { d.keepLeases(ctx) })
	d.running.Go(func() { d.listen(ctx) })
}

// keepLeases renews the leases of this process, and looks for what consoles that are gone have left.
func (d *Database) keepLeases(ctx context.Context) {
	ticker := time.NewTicker(leaseRenew)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		trying, cancel := context.WithTimeout(ctx, leaseRenew/2)
		err := d.round(trying)
		cancel()
		if ctx.Err() == nil {
			d.report(err)
		}
	}
}

// round is done every time that leases are renewed.
func (d *Database) round(ctx context.Context) error {
	d.mu.Lock()
	var consoles, desks []string
	for name, s := range d.desks {
		consoles, desks = append(consoles, name), append(desks, s.o.Desk)
	}
	d.mu.Unlock()
	if len(consoles) == 0 {
		return nil
	}
	if err := d.renew(ctx, consoles, desks); err != nil {
		return err
	}
	// What ran out long ago is nobody's any more.
	if _, err := d.db.ExecContext(ctx, "DELETE FROM leases WHERE expires < clock_timestamp() - interval '1 hour'"); err != nil {
		return err
	}
	left, err := d.left(ctx)
	if err != nil {
		return err
	}
	d.tell(Change{Left: true}, func(s *Store) bool { return left[s.o.Desk] })
	return nil
}

// left are the desks with something on its way out whose console is gone.
func (d *Database) left(ctx context.Context) (map[string]bool, error) {
	query := ""
	for i, table := range outgoingTables {
		if i > 0 {
			query += " UNION "
		}
		query += "SELECT desk FROM " + table + " WHERE NOT " + heldBy(table+".console")
	}
	rows, err := d.db.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // rows.Err has the fault, if any
	desks := map[string]bool{}
	for rows.Next() {
		var desk string
		if err := rows.Scan(&desk); err != nil {
			return nil, err
		}
		desks[desk] = true
	}
	return desks, rows.Err()
}

// databaseTime is the clock that leases run by.
func databaseTime(ctx context.Context, tx *tx) (time.Time, error) {
	var us int64
	err := tx.QueryRowContext(ctx, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").Scan(&us)
	return time.UnixMicro(us), err
}

// holds tells whether the lease of this console runs.
func (s *Store) holds(ctx context.Context, tx *tx) (bool, error) {
	var runs bool
	err := tx.QueryRowContext(ctx, "SELECT "+heldBy("?"), s.console).Scan(&runs)
	return runs, err
}
