"""Who may open which address. Read by ``test_permissions``."""

ANYONE = "anyone"
PROVED = "proved"  # only a session that made or followed the request; 404 for everybody else
SIGNED_IN = "signed in"  # any staff member, for their own account
PARTNER = "partner"  # only with a partner's credential; 401 for everybody else
NOBODY = "nobody"  # exists for a library to name, answers 404 to all

DESK = frozenset({"teller", "operator", "supervisor"})
EDITORS = frozenset({"editor", "supervisor"})
OFFICE = frozenset({"editor", "officer", "supervisor", "auditor"})
CATALOGUE = frozenset({"editor", "officer", "supervisor"})
LEDGER = frozenset({"officer", "supervisor"})
SUPERVISORS = frozenset({"supervisor"})
AUDITORS = frozenset({"auditor"})

TABLE = {
    # what every door shares
    "health": ANYONE,
    "robots": ANYONE,
    "favicon": ANYONE,
    "look:settings": ANYONE,
    "look:read": ANYONE,
    "look:about-data": ANYONE,
    "look:no-ads": ANYONE,
    "account_login": ANYONE,
    "account_inactive": ANYONE,
    "account_signup": NOBODY,
    "account_logout": ANYONE,
    "account_reauthenticate": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "mfa_index": SIGNED_IN,
    "mfa_authenticate": ANYONE,  # answers only in the middle of signing in; sends everybody else to sign in
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "staff_home": SIGNED_IN,
    # portal
    "portal:home": ANYONE,
    "portal:find": ANYONE,
    "portal:scene": ANYONE,
    "portal:item": ANYONE,
    "portal:begin": ANYONE,
    "portal:question": ANYONE,
    "portal:who": ANYONE,
    "portal:check": ANYONE,
    "portal:drop": ANYONE,
    "portal:saved": ANYONE,
    "portal:follow": ANYONE,
    "portal:forget": ANYONE,
    "portal:done": PROVED,
    "portal:status": PROVED,
    "portal:withdraw": PROVED,
    # desk
    "desk:home": DESK,
    "desk:find": DESK,
    "desk:person-new": DESK,
    "desk:person": DESK,
    "desk:proxy": DESK,
    "desk:requests": DESK,
    "desk:request-new": DESK,
    "desk:request-say": DESK,
    "desk:request": DESK,
    "desk:move": DESK,
    "desk:slip": DESK,
    "desk:form": DESK,
    "desk:item-form": DESK,
    "desk:tell": DESK,
    "desk:message": DESK,
    "desk:message-paper": DESK,
    # office
    "office:home": OFFICE,
    "office:offerings": EDITORS,
    "office:offering-new": EDITORS,
    "office:offering": EDITORS,
    "office:offering-close": EDITORS,
    "office:item": CATALOGUE,
    "office:notices": LEDGER,
    "office:notice-upload": LEDGER,
    "office:notice": LEDGER,
    "office:notice-text": LEDGER,
    "office:notice-confirm": SUPERVISORS,
    "office:tasks-confirm": SUPERVISORS,
    "office:notice-validity": SUPERVISORS,
    "office:task": LEDGER,
    "office:task-confirm": SUPERVISORS,
    "office:task-judge": LEDGER,
    "office:task-link": LEDGER,
    "office:target-confirm": SUPERVISORS,
    "office:link-remove": LEDGER,
    "office:link-keep": LEDGER,
    "office:task-evidence": LEDGER,
    "office:task-rows": LEDGER,
    "office:refresh": LEDGER,
    "office:indicators": LEDGER,
    "office:indicator": LEDGER,
    "office:frequent": LEDGER,
    "office:access": AUDITORS,
    "office:access-find": AUDITORS,
    "office:import": SUPERVISORS,
    "office:import-upload": SUPERVISORS,
    "office:import-template": SUPERVISORS,
    "office:import-review": SUPERVISORS,
    "office:import-errors": SUPERVISORS,
    # api
    "api:openapi-json": ANYONE,
    "api:api-root": NOBODY,
    "api:items": PARTNER,
    "api:one_item": PARTNER,
    "api:submit": PARTNER,
    "api:follow": PARTNER,
    "api:withdraw": PARTNER,
}
