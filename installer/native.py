"""The libraries in other languages that lie in the wheels' folders without the wheel saying which they are.

One row for each: where it lies, what it is, its licence, and what tells its version. The texts of those without an own
are in the wheel's licence (Pillow has them for all that it brings).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Library:
    """`file` is an expression for its name. `version` is one that finds it in the file's name (text) or in the file
    (bytes), or the name under which the wheel's own list has it; "" where nothing says.

    `text` names a file of `installer/textos` besides those of the licence, or the package whose wheel has it.
    """

    file: str
    name: str
    licence: str
    version: str | bytes = ""
    text: str = ""


_IN_NAME: Final = r"\.so\.(\d+\.\d+\.\d+)$"
_BSD: Final = "BSD-3-Clause"

#: By the distribution that brings them.
LIBRARIES: Final[dict[str, tuple[Library, ...]]] = {
    "psycopg-binary": (
        Library(r"lib(crypto|ssl)-", "OpenSSL", "Apache-2.0", rb"OpenSSL (\d+\.\d+\.\d+)"),
        Library(r"libpq-", "PostgreSQL libpq", "PostgreSQL", r"\.so\.5\.(\d+)$"),
        Library(
            r"lib(gssapi_krb5|k5crypto|krb5|krb5support)-|libcom_err-\w+\.so\.3",
            "MIT Kerberos",
            "BSD-2-Clause",
            rb"krb5-(\d+\.\d+(?:\.\d+)?)",
        ),
        Library(r"lib(ldap|lber)-", "OpenLDAP", "OLDAP-2.8"),
        Library(r"libsasl2-", "Cyrus SASL", "", "cyrus-sasl-lib", "cyrus-sasl"),
        Library(r"libkeyutils-", "keyutils", "LGPL-2.1-or-later", "keyutils-libs"),
        Library(r"libcom_err-\w+\.so\.2", "libcom_err", "", "libcom_err", "libcom_err"),
        Library(r"libcrypt-", "GNU C Library libcrypt", "LGPL-2.1-or-later"),
    ),
    "pillow": (
        Library(r"libXau-", "libXau", "", "libXau", "libXau"),
        Library(r"libavif-", "libavif", "BSD-2-Clause", "libavif"),
        Library(r"libbrotli", "Brotli", "MIT", _IN_NAME),
        Library(r"libfreetype-", "FreeType", "FTL", "FreeType", "pillow"),
        Library(r"libharfbuzz-", "HarfBuzz", "MIT-Modern-Variant", "HarfBuzz", "pillow"),
        Library(r"libpng16-", "libpng", "libpng-2.0", "", "pillow"),
        Library(r"libjpeg-", "libjpeg-turbo", "IJG AND BSD-3-Clause", "libjpeg / libjpeg-turbo", "pillow"),
        Library(r"liblcms2-", "Little CMS 2", "MIT", "Little CMS 2"),
        Library(r"liblzma-", "XZ Utils liblzma", "0BSD", _IN_NAME, "pillow"),
        Library(r"libopenjp2-", "OpenJPEG", "BSD-2-Clause", "OpenJPEG"),
        Library(r"lib(webp|webpdemux|webpmux|sharpyuv)-", "libwebp", _BSD, "libwebp"),
        Library(r"libtiff-", "libtiff", "libtiff", "libtiff", "pillow"),
        Library(r"libxcb-", "libxcb", "X11", "libxcb", "pillow"),
        Library(r"libzstd-", "Zstandard", _BSD, _IN_NAME),
    ),
    "backports-zstd": (Library(r"_zstd\.", "Zstandard", _BSD, rb"\0(1\.\d+\.\d+)\0"),),
    "argon2-cffi-bindings": (Library(r"_ffi\.", "Argon2", "Apache-2.0"),),
    "pyside6-essentials": (
        Library(r"libicu(data|i18n|uc)\.", "ICU", "Unicode-DFS-2016", rb"\0(\d\d\.\d+)\0"),
        Library(r"(lib)?Qt6Core\.", "PCRE2", _BSD, rb"(10\.\d\d) \d{4}-\d\d-\d\d"),
        Library(r"(lib)?Qt6Core\.", "double-conversion", _BSD),
        Library(r"(lib)?Qt6Gui\.", "libpng", "libpng-2.0", rb"libpng version (\d+\.\d+\.\d+)", "pillow"),
        Library(r"(lib)?Qt6Gui\.", "HarfBuzz", "MIT-Modern-Variant", "", "pillow"),
        Library(r"(lib)?Qt6Gui\.", "MD4C", "MIT"),
        Library(
            r"(lib)?qjpeg\.", "libjpeg-turbo", "IJG AND BSD-3-Clause", rb"libjpeg-turbo version ([\d.]+)", "pillow"
        ),
    ),
}
#: What a wheel's own list says of no licence, by its name there.
UNSAID: Final = {"openssl": "Apache-2.0"}
