@echo off
rem Drop one list of voters, or several, on this file: who is listed twice is written beside the first of them. The lists
rem are taken as permanent ones; for other kinds of lists see README.md, "Rolls".
setlocal DisableDelayedExpansion
chcp 65001 >nul
if "%~1"=="" (
    echo Drop one or more lists of voters on this file.
    pause
    exit /b 2
)
set "OUT=%~dpn1-report"
set "LISTS="
:next
if "%~1"=="" goto check
set LISTS=%LISTS% --list "permanent=%~1"
shift
goto next
:check
"%~dp0tizim.exe" rolls check %LISTS% --out "%OUT%"
if not errorlevel 2 start "" "%OUT%\report.html"
pause
