package emulator

import (
	"strings"
	"time"

	"keydesk/client/emulator/api"
)

// specials are exchanges that need more than sending the recorded request again.
func specials() map[string]func(*world, *sample) answer {
	login := func(role int) func(*world, *sample) answer {
		return func(w *world, _ *sample) answer {
			_, got := w.signIn(w.Users()[role])
			return got
		}
	}
	me := func(headers func(*world) []string) func(*world, *sample) answer {
		return func(w *world, s *sample) answer { return w.with("GET", "/api/me", nil, headers(w)...) }
	}
	bearer := func(w *world, cookie string) string {
		c, _ := w.signIn(w.Users()[2])
		return "Bearer " + c[cookie]
	}
	refresh := func(body func(c map[string]string) any, cookie bool) func(*world, *sample) answer {
		return func(w *world, _ *sample) answer {
			c, _ := w.signIn(w.Users()[2])
			if cookie {
				return w.with("POST", "/api/auth/refresh", nil, "Cookie", "whm_refresh="+c["whm_refresh"])
			}
			return w.do("", "POST", "/api/auth/refresh", body(c))
		}
	}
	byToken := func(c map[string]string) any { return map[string]string{"refresh_token": c["whm_refresh"]} }
	out := map[string]func(*world, *sample) answer{
		"auth_login_admin": login(0), "auth_login_agent": login(2),
		"auth_login_bad_password": func(w *world, _ *sample) answer {
			return w.do("", "POST", "/api/auth/login", map[string]string{"email": w.Users()[2].Email, "password": "wrong"})
		},
		"auth_login_uppercase_email": func(w *world, _ *sample) answer {
			u := w.Users()[2]
			return w.do("", "POST", "/api/auth/login", map[string]string{"email": strings.ToUpper(u.Email), "password": u.Password})
		},
		"auth_refresh_body":   refresh(byToken, false),
		"auth_refresh_cookie": refresh(nil, true),
		"auth_refresh_reuse": func(w *world, _ *sample) answer {
			c, _ := w.signIn(w.Users()[2])
			w.do("", "POST", "/api/auth/refresh", byToken(c))
			return w.do("", "POST", "/api/auth/refresh", byToken(c))
		},
		"auth_refresh_with_access_cookie_no_csrf": func(w *world, _ *sample) answer {
			c, _ := w.signIn(w.Users()[2])
			return w.with("POST", "/api/auth/refresh", nil, "Cookie", "whm_access="+c["whm_access"]+"; whm_refresh="+c["whm_refresh"])
		},
		"auth_logout": func(w *world, _ *sample) answer {
			c, _ := w.signIn(w.Users()[2])
			return w.do("", "POST", "/api/auth/logout", byToken(c))
		},
		"auth_logout_no_csrf": func(w *world, _ *sample) answer {
			return w.with("POST", "/api/auth/logout", nil, "Cookie", "whm_access=x")
		},
		"refresh_after_logout": func(w *world, _ *sample) answer {
			c, _ := w.signIn(w.Users()[2])
			w.do("", "POST", "/api/auth/logout", byToken(c))
			return w.do("", "POST", "/api/auth/refresh", byToken(c))
		},
		"me_after_logout_old_access": func(w *world, _ *sample) answer {
			c, _ := w.signIn(w.Colleague())
			w.do("", "POST", "/api/auth/logout", byToken(c))
			return w.with("GET", "/api/me", nil, "Authorization", "Bearer "+c["whm_access"])
		},
		"me_bearer":                  me(func(w *world) []string { return []string{"Authorization", bearer(w, "whm_access")} }),
		"me_refresh_token_as_bearer": me(func(w *world) []string { return []string{"Authorization", bearer(w, "whm_refresh")} }),
		"me_bad_bearer":              me(func(*world) []string { return []string{"Authorization", "Bearer x.y.z"} }),
		"me_bad_scheme":              me(func(*world) []string { return []string{"Authorization", "Basic x"} }),
		"me_bad_apikey":              me(func(*world) []string { return []string{"X-API-Key", "whm_" + strings.Repeat("0", 32)} }),
		"me_bad_apikey_format":       me(func(*world) []string { return []string{"X-API-Key", "nonsense"} }),
		"me_noauth":                  me(func(*world) []string { return nil }),
		"me_cookie": me(func(w *world) []string {
			return []string{"Cookie", "whm_access=" + strings.TrimPrefix(bearer(w, "whm_access"), "Bearer ")}
		}),
		"me_expired": func(w *world, _ *sample) answer {
			token := bearer(w, "whm_access")
			w.Advance(16 * time.Minute)
			return w.with("GET", "/api/me", nil, "Authorization", token)
		},
		"me_expired_apikey": func(w *world, _ *sample) answer {
			k := w.do(w.admin(), "POST", "/api/api-keys", map[string]string{"name": "old", "expires_at": "2024-01-01T00:00:00Z"})
			return w.with("GET", "/api/me", nil, "X-API-Key", k.text("key"))
		},
		"csrf_missing": func(w *world, s *sample) answer {
			c, _ := w.signIn(w.Users()[2])
			return w.with("PUT", "/api/me/settings", s.Body, "Cookie", "whm_access="+c["whm_access"]+"; whm_csrf="+c["whm_csrf"])
		},
		"csrf_ok": func(w *world, s *sample) answer {
			c, _ := w.signIn(w.Users()[2])
			return w.with("PUT", "/api/me/settings", s.Body, "Cookie", "whm_access="+c["whm_access"]+"; whm_csrf="+c["whm_csrf"],
				"X-CSRF-Token", c["whm_csrf"])
		},
	}
	addSpecials(out)
	return out
}

// addSpecials adds those that are not about signing in.
func addSpecials(out map[string]func(*world, *sample) answer) {
	settled := func(w *world, s *sample) answer {
		path := s.Path
		if !strings.HasPrefix(path, "/") { // recorded without its path
			path = w.samples[strings.TrimPrefix(s.name, "after_")].Path + "?limit=1"
		}
		w.SettleSends()
		return w.do(w.admin(), "GET", w.translate(path), nil)
	}
	masked := func(w *world, s *sample) answer {
		w.do(w.admin(), "PUT", "/api/org/settings", map[string]bool{"mask_phone_numbers": true})
		defer w.do(w.admin(), "PUT", "/api/org/settings", map[string]bool{"mask_phone_numbers": false})
		return w.replay(s)
	}
	orgHeader := func(value func(*world) string) func(*world, *sample) answer {
		return func(w *world, s *sample) answer {
			r := w.prepare(s, w.caller(s.name))
			r.Header.Set("X-Organization-ID", value(w))
			return w.send(r)
		}
	}
	second := func(w *world) string { return w.api.Orgs[1].ID }
	token := func(w *world) string {
		for recorded, mine := range w.ids {
			if strings.HasSuffix(w.samples["exec_url"].Path, recorded+"/execute") {
				got := w.do(w.agent(), "POST", "/api/custom-actions/"+mine+"/execute", map[string]string{"contact_id": w.ContactIDs()[0]})
				return pathOf(got.text("redirect_url"))
			}
		}
		return ""
	}
	limited := func(limit api.RateLimit, ask func(w *desk) answer) func(*world, *sample) answer {
		return func(w *world, _ *sample) answer {
			d := start(w.t, Options{Generation: w.o.Generation, RateLimit: limit})
			ask(d)
			got := ask(d)
			if got.header.Get("Retry-After") == "" {
				w.t.Error("no Retry-After")
			}
			return got
		}
	}
	for name, do := range map[string]func(*world, *sample) answer{
		"after_send_fail_reengagement_24h": settled, "after_send_fail_token_expired": settled,
		"after_send_fail_undeliverable": settled,
		"contacts_masked_admin":         masked, "contacts_masked_agent": masked, "contacts_search_while_masked": masked,
		"action_masked_probe":                 masked,
		"contacts_orgheader_manager":          orgHeader(second),
		"contacts_orgheader_agent_not_member": orgHeader(second),
		"contacts_orgheader_garbage":          orgHeader(func(*world) string { return "garbage" }),
		"send_no_content_type": func(w *world, s *sample) answer {
			r := w.prepare(s, w.admin())
			r.Header.Del("Content-Type")
			return w.send(r)
		},
		"switch_org_forbidden": func(w *world, _ *sample) answer {
			return w.do(w.agent(), "POST", "/api/auth/switch-org", map[string]string{"organization_id": w.api.Orgs[1].ID})
		},
		"switch_org_manager": func(w *world, _ *sample) answer {
			return w.do(w.manager(), "POST", "/api/auth/switch-org", map[string]string{"organization_id": w.api.Orgs[1].ID})
		},
		"transfers_empty_agent": func(w *world, s *sample) answer {
			for _, t := range w.do(w.admin(), "GET", "/api/chatbot/transfers?status=active", nil).list("transfers") {
				w.do(w.admin(), "PUT", "/api/chatbot/transfers/"+t.(map[string]any)["id"].(string)+"/resume", nil)
			}
			return w.replay(s)
		},
		"transfer_create_agent_away": func(w *world, s *sample) answer {
			away := w.Colleague().APIKey
			w.do(away, "PUT", "/api/me/availability", `{"is_available":false}`)
			defer w.do(away, "PUT", "/api/me/availability", `{"is_available":true}`)
			return w.do(w.admin(), "POST", "/api/chatbot/transfers",
				map[string]string{"contact_id": w.api.ContactID(30), "agent_id": w.Colleague().ID})
		},
		"transfers_list": func(w *world, s *sample) answer { // going away had put one back into the queue
			away := w.Colleague().APIKey
			w.do(away, "PUT", "/api/me/availability", `{"is_available":false}`)
			w.do(away, "PUT", "/api/me/availability", `{"is_available":true}`)
			return w.replay(s)
		},
		"send_template_missing_params": func(w *world, s *sample) answer { return w.send(w.prepare(s, w.manager())) },
		"exec_webhook_echo_nospace": func(w *world, s *sample) answer {
			id := w.do(w.admin(), "POST", "/api/contacts", map[string]string{"phone_number": "1", "profile_name": "a"}).text("id")
			w.ids[s.Body.(map[string]any)["contact_id"].(string)] = id
			return w.replay(s)
		},
		"redirect_second_use": func(w *world, _ *sample) answer {
			path := token(w)
			w.do("", "GET", path, nil)
			return w.do("", "GET", path, nil)
		},
		"redirect_expired": func(w *world, _ *sample) answer {
			path := token(w)
			w.Advance(31 * time.Second)
			return w.do("", "GET", path, nil)
		},
		"rate_limit_login": limited(api.RateLimit{Login: 1}, func(d *desk) answer {
			return d.do("", "POST", "/api/auth/login", map[string]string{"email": "x@y.z", "password": "p"})
		}),
		"rate_limit_api": limited(api.RateLimit{API: 1}, func(d *desk) answer { return d.do(d.agent(), "GET", "/api/me", nil) }),
	} {
		out[name] = do
	}
}
