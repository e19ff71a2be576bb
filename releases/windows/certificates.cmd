@echo off
rem Drop a table of precincts (forms, issued and used certificates) on this file: its report is written beside it and opened.
setlocal DisableDelayedExpansion
chcp 65001 >nul
if "%~1"=="" (
    echo Drop a table of precincts with their certificates on this file.
    pause
    exit /b 2
)
"%~dp0tizim.exe" avc audit --precincts "%~1" --format html --out "%~dpn1-report.html"
if not errorlevel 2 start "" "%~dpn1-report.html"
pause
