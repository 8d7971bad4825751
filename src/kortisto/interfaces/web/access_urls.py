"""Addresses of the pages about accounts, roles and logging in."""

from __future__ import annotations

from django.urls import URLPattern, path

from kortisto.interfaces.web.staff import (
    account,
    elevations,
    factors,
    joining,
    levels,
    roles,
    second_step,
    tokens,
    users,
)

urlpatterns: list[URLPattern] = [
    path("login/second/", second_step.second_step, name="second-step"),
    path("login/passkey/", second_step.log_in_by_passkey, name="log-in-passkey"),
    path("login/passkey/challenge/", second_step.passkey_challenge, name="passkey-challenge"),
    path("login/company/", second_step.company_log_in, name="company-log-in"),
    path("login/company/back/", second_step.company_back, name="company-back"),
    path("invitation/<str:secret>/", joining.invitation, name="invitation"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/confirm/", account.confirm, name="confirm"),
    path("account/sessions/end/", account.end_session, name="end-session"),
    path("account/codes/", factors.totp, name="totp"),
    path("account/codes/drop/", factors.drop_totp, name="drop-totp"),
    path("account/passkeys/add/", factors.add_passkey, name="add-passkey"),
    path("account/passkeys/challenge/", factors.passkey_challenge, name="new-passkey-challenge"),
    path("account/passkeys/drop/", factors.drop_passkey, name="drop-passkey"),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery-codes"),
    path("account/tokens/", tokens.tokens, name="tokens"),
    path("account/tokens/revoke/", tokens.revoke_token, name="revoke-token"),
    path("account/elevate/", elevations.elevate, name="elevate"),
    path("elevations/", elevations.elevations, name="elevations"),
    path("elevations/seen/", elevations.see, name="see-elevations"),
    path("elevations/<uuid:elevation_id>/end/", elevations.end_elevation, name="end-elevation"),
    path("access/roles/", roles.roles, name="roles"),
    path("access/levels/", levels.levels, name="levels"),
    path("access/levels/new/", levels.compose, name="new-level"),
    path("access/levels/<uuid:level_id>/", levels.compose, name="level"),
    path("access/levels/<uuid:level_id>/remove/", levels.remove, name="remove-level"),
    path("users/", users.users, name="users"),
    path("users/invite/", users.invite, name="invite"),
    path("users/invitations/<uuid:invitation_id>/withdraw/", users.withdraw, name="withdraw"),
    path("users/<uuid:user_id>/", users.user, name="user"),
    path("users/<uuid:user_id>/change/", users.change_user, name="change-user"),
]
