"""Makes what people install: the packaged program, the Debian package and the Windows installer. Never shipped itself.

paths         where things lie in the checkout, and the version
modules       what of Python goes into the program: everything of ours, nothing of the tools
qt            what of Qt does
system        what of the system's libraries does
icons         the icon in the sizes that systems want, drawn by Qt from resources/icons
version_info  the version that Windows shows
part          one part of the program
parts         what the program is made of, and what the licences of that are
inside        what lies inside the wheels that it is made of
native        the libraries among that of which no wheel says what they are
texts         the licence texts that parts come without
licences      those texts, gathered
sbom          the list of parts (CycloneDX)
missing       whether an import of ours came to nothing
payload       what lies in the folder besides code; joins the ones above for build.spec
tools         what PyInstaller needs of the system
build         `python -m installer.build DIR`: the folder
deb           `python -m installer.deb FOLDER DIR`: the Debian package
nsis          `python -m installer.nsis FOLDER DIR`: the Windows installer
"""
