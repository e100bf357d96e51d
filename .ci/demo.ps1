# The main job on Windows, without a screen, in .out\demo.
. "$PSScriptRoot\setup.ps1"
Install-Python @('--no-dev')
Invoke-Checked .venv\Scripts\python.exe @('.ci\main_job.py')
