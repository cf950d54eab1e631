; The installer for Windows: one file that puts the packaged program on a machine, brings an older one up to date, and
; takes it away again. Compiled by installer/nsis.py, which gives:
;   VERSION   as people read it          NUMBERS   the same as four numbers
;   LISTS     files.nsh, what is installed, file by file: nothing else is ever deleted
;   ICON      rexus.ico                  OUT       the installer to write
;   KILOBYTES what it takes              COMPRESSOR  «/SOLID lzma», or a quicker one
;   SIDE      the picture beside the last page
;
; rexus-VERSION-setup.exe [/CurrentUser | /AllUsers] [/S] [/SinEscritorio] [/D=C:\folder]
; Leaves with 0 done, 1 cancelled by the user, 2 could not, 3 Rexus is running, 4 the folder belongs to something else.

Unicode true
Target amd64-unicode
SetCompressor ${COMPRESSOR}
ManifestDPIAware true
Name "Rexus"
OutFile "${OUT}"
BrandingText "Rexus ${VERSION}"

; Its name is not another program's: where it lies, the folder is ours.
!define UNINSTALLER "desinstalar-rexus.exe"
; What earlier installers called it. Others do, too: it is ours only where the program lies beside it.
!define FORMER "desinstalar.exe"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Rexus"
!define FAILED 2
!define RUNNING 3
!define FOREIGN 4

; For this user by default; for everybody when started so, or chosen by somebody who may.
!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_INSTALLMODE_DEFAULT_CURRENTUSER
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "Rexus"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "Software\Rexus"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "Carpeta"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "UninstallString"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include "${LISTS}"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\rexus.exe"
!define MUI_FINISHPAGE_RUN_TEXT "$(OPEN_NOW)"

!insertmacro MULTIUSER_PAGE_INSTALLMODE
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE FolderChosen
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!define MUI_UNCONFIRMPAGE_TEXT_TOP "$(KEEPS_DATA)"
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Spanish"
!insertmacro MUI_LANGUAGE "English"

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
!macro ABOUT LANGUAGE DESCRIPTION
  VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "Rexus"
  VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
  VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "${DESCRIPTION}"
  VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "MIT"
!macroend
!insertmacro ABOUT ${LANG_SPANISH} "Instalador de Rexus"
!insertmacro ABOUT ${LANG_ENGLISH} "Rexus installer"

LangString THE_PROGRAM ${LANG_SPANISH} "Rexus"
LangString THE_PROGRAM ${LANG_ENGLISH} "Rexus"
LangString ON_DESKTOP ${LANG_SPANISH} "Acceso directo en el escritorio"
LangString ON_DESKTOP ${LANG_ENGLISH} "Shortcut on the desktop"
LangString OPEN_NOW ${LANG_SPANISH} "Abrir Rexus"
LangString OPEN_NOW ${LANG_ENGLISH} "Open Rexus"
LangString IS_RUNNING ${LANG_SPANISH} "Rexus está abierto. No se cambió nada.$\n$\nCerrar sus ventanas y reintentar."
LangString IS_RUNNING ${LANG_ENGLISH} "Rexus is open. Nothing was changed.$\n$\nClose its windows and try again."
LangString IS_FOREIGN ${LANG_SPANISH} "La carpeta «$INSTDIR» tiene otras cosas. No se instaló nada.$\n$\nElegir una carpeta vacía o una nueva."
LangString IS_FOREIGN ${LANG_ENGLISH} "The folder “$INSTDIR” holds other things. Nothing was installed.$\n$\nChoose an empty folder or a new one."
LangString OLD_STAYS ${LANG_SPANISH} "No se pudo quitar la versión anterior.$\n$\nReiniciar la computadora y volver a instalar. Los datos no se tocaron."
LangString OLD_STAYS ${LANG_ENGLISH} "The previous version could not be removed.$\n$\nRestart the computer and install again. The data were not touched."
LangString NOT_WRITTEN ${LANG_SPANISH} "No se pudieron copiar todos los archivos en «$INSTDIR».$\n$\nRevisar que haya espacio y volver a instalar. Los datos no se tocaron."
LangString NOT_WRITTEN ${LANG_ENGLISH} "Not all files could be copied to “$INSTDIR”.$\n$\nMake sure there is room and install again. The data were not touched."
LangString NOT_REMOVED ${LANG_SPANISH} "No se pudieron quitar todos los archivos de «$INSTDIR».$\n$\nReiniciar la computadora y volver a desinstalar. Los datos no se tocaron."
LangString NOT_REMOVED ${LANG_ENGLISH} "Not all files in “$INSTDIR” could be removed.$\n$\nRestart the computer and uninstall again. The data were not touched."
LangString KEEPS_DATA ${LANG_SPANISH} "Se quita el programa. Los datos, la configuración y los respaldos de cada persona quedan donde están (%LOCALAPPDATA%\rexus)."
LangString KEEPS_DATA ${LANG_ENGLISH} "The program is removed. Everybody's data, settings and backups stay where they are (%LOCALAPPDATA%\rexus)."

; ── Whether it may be done: each leaves a number in $R0, 0 when it may ──

; A folder that exists is taken if this installer made it, or if nothing is in it. The uninstaller is what it writes
; first and what is taken away last, so a copy or a removal that stopped half way can be done again.
Function LookAtFolder
  StrCpy $R0 0
  ${If} ${FileExists} "$INSTDIR\${UNINSTALLER}"
    Return
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${FORMER}"
  ${AndIf} ${FileExists} "$INSTDIR\rexus.exe"
    Return
  ${EndIf}
  FindFirst $R1 $R2 "$INSTDIR\*.*"
  ${DoUntil} $R2 == ""
    ${If} $R2 != "."
    ${AndIf} $R2 != ".."
      StrCpy $R0 ${FOREIGN}
    ${EndIf}
    FindNext $R1 $R2
  ${Loop}
  FindClose $R1
FunctionEnd

; Windows lets nobody write to a program that runs.
!macro LOOK_FOR_RUNNING PREFIX
Function ${PREFIX}LookForRunning
  again:
  StrCpy $R0 0
  !insertmacro LOOK_AT_ONE "rexus.exe"
  !insertmacro LOOK_AT_ONE "rexus-cli.exe"
  ${If} $R0 != 0
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IS_RUNNING)" /SD IDCANCEL IDRETRY again
  ${EndIf}
FunctionEnd
!macroend
!macro LOOK_AT_ONE NAME
  ${If} ${FileExists} "$INSTDIR\${NAME}"
    ClearErrors
    FileOpen $R1 "$INSTDIR\${NAME}" a
    ${If} ${Errors}
      StrCpy $R0 ${RUNNING}
    ${Else}
      FileClose $R1
    ${EndIf}
  ${EndIf}
!macroend
!insertmacro LOOK_FOR_RUNNING ""
!insertmacro LOOK_FOR_RUNNING "un."

Function FolderChosen
  Call LookAtFolder
  ${If} $R0 != 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(IS_FOREIGN)"
    Abort
  ${EndIf}
FunctionEnd

; MultiUser puts a folder of its own, or the one that was installed last, in place of the one that /D names and of the
; one that the uninstaller lies in.
!macro KEEP_FOLDER_OVER INITIALISATION
  Push $INSTDIR
  !insertmacro ${INITIALISATION}
  Exch $R9
  ${If} $R9 != ""
    StrCpy $INSTDIR $R9
  ${EndIf}
  Pop $R9
!macroend

Function .onInit
  !insertmacro KEEP_FOLDER_OVER MULTIUSER_INIT
FunctionEnd

Function un.onInit
  !insertmacro KEEP_FOLDER_OVER MULTIUSER_UNINIT
FunctionEnd

; ── What is done ──

; The one that is there knows its own files.
!macro REMOVE_WHAT_IS_THERE NAME
  ExecWait '"$INSTDIR\${NAME}" /S /$MultiUser.InstallMode _?=$INSTDIR' $R0
  ${If} $R0 != 0
    MessageBox MB_OK|MB_ICONSTOP "$(OLD_STAYS)" /SD IDOK
    SetErrorLevel ${FAILED}
    Abort "$(OLD_STAYS)"
  ${EndIf}
  Delete "$INSTDIR\${NAME}"
!macroend

Section "$(THE_PROGRAM)" PROGRAM
  SectionIn RO
  Call LookAtFolder
  ${If} $R0 != 0
    MessageBox MB_OK|MB_ICONEXCLAMATION "$(IS_FOREIGN)" /SD IDOK
    SetErrorLevel $R0
    Abort "$(IS_FOREIGN)"
  ${EndIf}
  Call LookForRunning
  ${If} $R0 != 0
    SetErrorLevel $R0
    Abort "$(IS_RUNNING)"
  ${EndIf}
  ${If} ${FileExists} "$INSTDIR\${UNINSTALLER}"
    !insertmacro REMOVE_WHAT_IS_THERE "${UNINSTALLER}"
  ${ElseIf} ${FileExists} "$INSTDIR\${FORMER}"
  ${AndIf} ${FileExists} "$INSTDIR\rexus.exe"
    !insertmacro REMOVE_WHAT_IS_THERE "${FORMER}"
  ${EndIf}
  ClearErrors
  SetOutPath "$INSTDIR"
  ; First, so that what is copied can be taken away whatever happens, by the list of programs too.
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  ${If} ${Errors}
    Delete "$INSTDIR\${UNINSTALLER}"
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_WRITTEN)" /SD IDOK
    SetErrorLevel ${FAILED}
    Abort "$(NOT_WRITTEN)"
  ${EndIf}
  WriteRegStr SHCTX "Software\Rexus" "Carpeta" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "Rexus"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\rexus.exe"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "Publisher" "Rexus"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}" /$MultiUser.InstallMode'
  WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /$MultiUser.InstallMode /S'
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
  !insertmacro INSTALL_FILES
  SetOutPath "$INSTDIR"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_WRITTEN)" /SD IDOK
    SetErrorLevel ${FAILED}
    Abort "$(NOT_WRITTEN)"
  ${EndIf}
  CreateShortcut "$SMPROGRAMS\Rexus.lnk" "$INSTDIR\rexus.exe"
SectionEnd

Section "$(ON_DESKTOP)" DESKTOP
  ${GetParameters} $R1
  ClearErrors
  ${GetOptions} $R1 "/SinEscritorio" $R2
  ${If} ${Errors}
    CreateShortcut "$DESKTOP\Rexus.lnk" "$INSTDIR\rexus.exe"
  ${EndIf}
  ClearErrors
SectionEnd

Section "Uninstall"
  Call un.LookForRunning
  ${If} $R0 != 0
    SetErrorLevel $R0
    Abort "$(IS_RUNNING)"
  ${EndIf}
  ClearErrors
  !insertmacro REMOVE_FILES
  ${If} ${Errors}
    ; All that leads here stays, to try again.
    MessageBox MB_OK|MB_ICONSTOP "$(NOT_REMOVED)" /SD IDOK
    SetErrorLevel ${FAILED}
    Abort "$(NOT_REMOVED)"
  ${EndIf}
  !insertmacro REMOVE_FOLDERS
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Rexus.lnk"
  Delete "$DESKTOP\Rexus.lnk"
  DeleteRegKey SHCTX "${UNINSTALL_KEY}"
  DeleteRegKey SHCTX "Software\Rexus"
SectionEnd
