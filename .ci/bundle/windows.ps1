# Builds the bundle and its installer for 64-bit Windows: windows.ps1 -Work FOLDER -Faces FOLDER. What it makes lies in FOLDER\kept.
# Needs Python 3.11 or newer and Inno Setup 6.3 or newer; Faces is what .ci/bundle/faces made on a Linux.
# ASCII only: Windows PowerShell 5.1 reads a script without a byte order mark in the local code page.
param([Parameter(Mandatory)][string] $Work, [Parameter(Mandatory)][string] $Faces)
. "$PSScriptRoot\..\setup.ps1"

function Find-Compiler {
    $places = @("${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe", "$env:LOCALAPPDATA\Programs\Inno Setup 6\ISCC.exe")
    $found = @(Get-Command ISCC.exe -ErrorAction SilentlyContinue | ForEach-Object Source) + @($places | Where-Object { Test-Path $_ })
    if ($found.Count -eq 0) { throw 'Inno Setup 6 is not installed: its ISCC.exe was not found.' }
    return $found[0]
}

$null = New-Item -ItemType Directory -Force $Work
$Work = (Resolve-Path $Work).Path
$Faces = (Resolve-Path $Faces).Path
$compiler = Find-Compiler
foreach ($old in 'out', 'kept') { if (Test-Path "$Work\$old") { Remove-Item -Recurse "$Work\$old" } }

Install-Python @('--no-dev', '--group', 'bundle')
$python = '.venv\Scripts\python.exe'
$env:PYTHONHASHSEED = '1'
Invoke-Checked $python @('-m', 'PyInstaller', '--noconfirm', '--log-level', 'WARN',
    '--distpath', "$Work\out", '--workpath', "$Work\build", '.ci\bundle\fieldapp.spec')
Invoke-Checked $python @('.ci\bundle\pack.py', "$Work\out", $Faces)
Invoke-Checked $python @('.ci\bundle\emblem.py', "$Work\build\fieldapp.ico")

$version = & $python -c 'import fieldapp; print(fieldapp.VERSION)'
$folder = (Get-ChildItem -Directory "$Work\out").FullName
$packed = (Get-ChildItem "$Work\out\*.zip").FullName
$null = New-Item -ItemType Directory "$Work\kept"
Invoke-Checked $compiler @('/Qp', "/DVersion=$version", "/DBundle=$folder", "/DIcon=$Work\build\fieldapp.ico",
    "/O$Work\kept", "/Ffieldapp-$version-setup", '.ci\bundle\fieldapp.iss')
Copy-Item $packed "$Work\kept\fieldapp-$version-windows-x64.zip"   # an ASCII name, which every uploader takes
Get-ChildItem "$Work\kept" | Format-Table Name, Length
