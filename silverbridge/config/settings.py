"""Django settings, all of them drawn from ``config.env``."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from silverbridge.config.env import env, parse_keys, parse_ladder, parse_types
from silverbridge.config.logs import LOGGING  # noqa: F401 - read by Django

ENV = env()
PACKAGE = Path(__file__).resolve().parents[1]
VAR = ENV.var
VAR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = ENV.secret_key
DEBUG = False
ALLOWED_HOSTS = [h.strip() for h in ENV.hosts.split(",") if h.strip()]
DEMO = ENV.mode == "demo"

FIELD_KEYS = parse_keys(ENV.keys)
FIELD_CIPHER = ENV.cipher
HELP_LINE = ENV.help_line
STANDARD_SITE = ENV.standard_site
RESERVED_REGIONS = ENV.reserved_regions
REFERENCE_DIGITS = ENV.reference_digits
PARTNER_LIMIT = ENV.partner_limit
STAFF_FINDS = ENV.staff_finds
INSTITUTION = ENV.institution
MATERIAL_MAX_BYTES = ENV.material_max_mb * 1024 * 1024
MATERIAL_TYPES = parse_types(ENV.material_types)
ACKNOWLEDGE_DAYS = ENV.acknowledge_days
REPORT_DAYS = ENV.report_days
CHASE_LADDER = parse_ladder(ENV.chase_ladder)
DUE_SOON_DAYS = ENV.due_soon_days
COMMENT_DAYS = ENV.comment_days
SHIPPED = PACKAGE / "shipped"
OVERLAY = ENV.overlay

INSTALLED_APPS = [
    "silverbridge.domain.core",
    "silverbridge.domain.places",
    "silverbridge.domain.accounts",
    "silverbridge.domain.people",
    "silverbridge.domain.notify",
    "silverbridge.domain.catalogue",
    "silverbridge.domain.intake",
    "silverbridge.domain.capacity",
    "silverbridge.domain.evidence",
    "silverbridge.domain.audits",
    "silverbridge.domain.ledger",
    "silverbridge.domain.returns",
    "silverbridge.domain.oversight",
    "silverbridge.doors.look",
    "silverbridge.doors.staff",
    "silverbridge.doors.portal",
    "silverbridge.doors.desk",
    "silverbridge.doors.office",
    "silverbridge.doors.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "import_export",
]

MIDDLEWARE = [
    "silverbridge.doors.api.middleware.JsonErrorMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "silverbridge.doors.look.middleware.RequestLogMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "silverbridge.doors.look.middleware.LookMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "silverbridge.doors.look.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "silverbridge.config.urls"
WSGI_APPLICATION = "silverbridge.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "silverbridge.doors.look.context.look",
            ],
            "builtins": [
                "silverbridge.doors.look.templatetags.look",
                "silverbridge.doors.staff.templatetags.drawn_for",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
        },
    },
]

# --- data -----------------------------------------------------------------------------------------------------
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
DATABASES = {"default": dj_database_url.parse(ENV.database_url or f"sqlite:///{VAR / 'silverbridge.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # DESIGN.md: an acknowledged write survives a killed process, and writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": SQLITE_PRAGMAS,
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "ENQUEUE_ON_COMMIT": False}}
if ENV.mode == "test":
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- language and time ----------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "sb_lang"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- people who sign in ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "staff_home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "silverbridge.domain.accounts.adapter.StaffAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "SilverBridge"
STAFF_IDLE_MINUTES = 30
STAFF_UNSENT_MINUTES = 30  # how long a form posted too late is kept for its writer

# --- the wire -------------------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 7 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "silverbridge.doors.staff.unsent.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if ENV.https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]
if ENV.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_MAX_BYTES = 10 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# A few invented pages, so that the demonstration has a site to audit that needs no network.
STATICFILES_DIRS = [("demo-site", PACKAGE / "demo" / "pages")] if DEMO else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if ENV.mode == "test":
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = ENV.mode == "test"
MEDIA_ROOT = VAR / "files"
