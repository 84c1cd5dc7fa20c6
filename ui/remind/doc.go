// Package remind reads when somebody wants to be reminded, in plain words: "in 2 hours", "tomorrow at
// nine", "fri 14:30", "3 Dec", "2026-12-03 9:00", "if no answer by tomorrow". What stands behind a
// colon or a comma are the reminder's own words: "tomorrow: ask whether it arrived".
package remind
