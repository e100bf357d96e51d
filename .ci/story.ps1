# The story on Windows: a day in the village through real windows, a picture of every step in .out\stories. Further words go to pytest.
. "$PSScriptRoot\setup.ps1"
Install-Python @('--group', 'dev')
if (-not $env:QT_QPA_PLATFORM) { $env:QT_QPA_PLATFORM = 'offscreen' }
Invoke-Checked .venv\Scripts\python.exe (@('-m', 'pytest', 'tests/stories', '-m', 'story') + $args)
