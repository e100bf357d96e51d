# Dot-sourced by demo.ps1 and test.ps1 on Windows: Python >= 3.11 with pip must be there; a Chinese face is part of Windows.
# ASCII only: Windows PowerShell 5.1 reads a script without a byte order mark in the local code page.
$ErrorActionPreference = 'Stop'
Set-Location (Split-Path $PSScriptRoot)

function Invoke-Checked([string] $Program, [string[]] $Words) {
    & $Program @Words
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

function Install-Python([string[]] $Groups) {
    Invoke-Checked python @('-c', "import sys; sys.exit('Python 3.11 or newer is needed.' if sys.version_info < (3, 11) else 0)")
    if (-not (Test-Path .tools\bin\uv.exe)) {
        Invoke-Checked python @('-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', '.tools', 'uv==0.13.9')
    }
    $env:UV_SYSTEM_CERTS = '1'
    $env:PYTHONUTF8 = '1'
    Invoke-Checked .tools\bin\uv.exe (@('sync', '--quiet', '--locked', '--inexact', '--python', 'python', '--no-python-downloads') + $Groups)
}
