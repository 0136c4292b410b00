"""What the sign-in pages say when something is not right, in place of the sign-in package's own words."""

from __future__ import annotations

ACCOUNT = {
    "account_inactive": "This account is closed. Ask the person who runs this site to open it again.",
    "email_password_mismatch": "The email address or the password is not right. Check both and try again",
    "enter_current_password": "Enter the password that you have now",
    "incorrect_code": "That code is not right. Enter the newest one that your app shows",
    "incorrect_password": "That password is not right. Try again",
    "invalid_login": "Enter your email address and your password",
    "invalid_password_reset": "This link no longer works. Ask for a new one",
    "rate_limited": "That was tried too often. Wait 15 minutes, then try again",
    "same_as_current": "Choose another one than you have now",
    "too_many_login_attempts": "That was tried too often. Wait 15 minutes, then try again, or use a passkey",
}

SECOND_FACTOR = {
    "cannot_delete_authenticator": "This cannot be taken away now",
    "cannot_generate_recovery_codes": "Set up a passkey or an app for codes first",
    "incorrect_code": "That code is not right. Enter the newest one that your app shows, or a recovery code",
    "unverified_email": "Your email address has not been checked yet. Ask the person who runs this site",
}
