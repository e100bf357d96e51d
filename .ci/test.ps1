# The tests on Windows. Further words go to pytest.
. "$PSScriptRoot\setup.ps1"
Install-Python @('--group', 'dev')
$env:QT_QPA_PLATFORM = 'offscreen'
Invoke-Checked .venv\Scripts\python.exe (@('-m', 'pytest', '-m', 'not story') + $args)
