@echo off
rem Makes a synthetic nation, runs all three audits on it, and opens the page.
chcp 65001 >nul
"%~dp0tizim.exe" demo --out "%~dp0tizim-demo"
if not errorlevel 2 start "" "%~dp0tizim-demo\index.html"
pause
