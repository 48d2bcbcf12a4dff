@echo off
rem Open the demo hall: ./run; any other sub-command of counter: ./run NAME ...
rem Not yet run on Windows. Everything happens in tools\setup_env.py; this only picks a Python.
cd /d "%~dp0"
if defined PYTHON goto named
for %%v in (3.13 3.12 3.11) do (
    py -%%v -c "" >nul 2>&1 && set "PYTHON=py -%%v" && goto named
)
set "PYTHON=python"
:named
%PYTHON% tools\setup_env.py run %*
exit /b %errorlevel%
