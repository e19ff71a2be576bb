@echo off
rem Drop a table of districts on this file: its report is written beside the table and opened.
setlocal DisableDelayedExpansion
chcp 65001 >nul
if "%~1"=="" (
    "%~dp0tizim.exe" districts audit --format html --out "%~dp0districts-2023.html"
    if not errorlevel 2 start "" "%~dp0districts-2023.html"
) else (
    "%~dp0tizim.exe" districts audit "%~1" --format html --out "%~dpn1-report.html"
    if not errorlevel 2 start "" "%~dpn1-report.html"
)
pause
