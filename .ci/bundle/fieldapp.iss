; The installer for Windows, by Inno Setup: for one person, without rights. It says everything in Chinese: Inno brings no
; Chinese file, so every sentence that can be met here is written below. .ci/bundle/windows.ps1 calls it and tells
; Version (fieldapp.VERSION), Bundle (the folder that was packed) and Icon.
#if Ver < EncodeVer(6, 3, 0)
  #error Inno Setup 6.3 or newer is needed: older ones do not read UTF-8 without a mark.
#endif
#ifndef Version
  #error Version is not told.
#endif
#ifndef Bundle
  #error Bundle is not told.
#endif
#ifndef Icon
  #error Icon is not told.
#endif
#define Name "驻村走访"
#define Window "驻村走访.exe"

[Setup]
AppId={{6E0B5F5C-7C1D-4E0A-9C55-2F3D1B6A7E41}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher={#Name}
VersionInfoVersion={#Version}
VersionInfoProductTextVersion={#Version}
VersionInfoDescription={#Name} 安装程序
; 1809, the oldest that Qt 6.8 runs on
MinVersion=10.0.17763
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
PrivilegesRequired=lowest
DefaultDirName={autopf}\{#Name}
DisableDirPage=no
DisableProgramGroupPage=yes
DisableReadyPage=yes
ChangesAssociations=yes
CloseApplications=yes
RestartApplications=no
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\{#Window}
UninstallDisplayName={#Name}
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "zh"; MessagesFile: "compiler:Default.isl"

[LangOptions]
LanguageID=$0804
DialogFontName=Microsoft YaHei UI
DialogFontSize=9

[Tasks]
Name: "desktop"; Description: "在桌面上放一个图标"

; Of an older release nothing may stay among what the program loads. `fonts` stays: people put faces of their own there.
[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Bundle}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#Name}"; Filename: "{app}\{#Window}"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Window}"; Tasks: desktop

; File types of this person alone. Village files and their backups belong to the person: removing the program leaves them.
[Registry]
Root: HKCU; Subkey: "Software\Classes\.survey"; ValueType: string; ValueData: "Fieldapp.Survey"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKCU; Subkey: "Software\Classes\Fieldapp.Survey"; ValueType: string; ValueData: "驻村走访档案"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\Fieldapp.Survey\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Window},0"
Root: HKCU; Subkey: "Software\Classes\Fieldapp.Survey\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" open ""%1"""
Root: HKCU; Subkey: "Software\Classes\.county"; ValueType: string; ValueData: "Fieldapp.County"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKCU; Subkey: "Software\Classes\Fieldapp.County"; ValueType: string; ValueData: "驻村走访县级汇总"; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\Fieldapp.County\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Window},0"
Root: HKCU; Subkey: "Software\Classes\Fieldapp.County\shell\open\command"; ValueType: string; ValueData: """{app}\{#Window}"" open ""%1"""

[Run]
Filename: "{app}\{#Window}"; Description: "现在打开{#Name}"; Flags: nowait postinstall skipifsilent

[Messages]
SetupAppTitle=安装
SetupWindowTitle=安装 %1
UninstallAppTitle=卸载
UninstallAppFullTitle=卸载 %1
InformationTitle=说明
ConfirmTitle=请确认
ErrorTitle=出错了
LastErrorMessage=%1。%n%n错误 %2：%3
SetupFileMissing=安装文件不全，缺少 %1。请重新拷一份安装程序。
SetupFileCorrupt=安装文件已损坏。请重新拷一份安装程序，最好换一个优盘。
SetupFileCorruptOrWrongVer=安装文件已损坏，或者和这个安装程序不是同一版。请重新拷一份。
InvalidParameter=启动安装程序时给的参数不对：%n%n%1
SetupAlreadyRunning=安装程序已经打开了。
WindowsVersionNotSupported=这台电脑的 Windows 太旧，装不了。需要 Windows 10(1809)或更新的版本。
OnlyOnTheseArchitectures=这个程序只能装在下面这些处理器的 Windows 上：%n%n%1
WinVersionTooLowError=需要 %1 %2 或更新的版本。
SetupAppRunningError=%1 正开着。%n%n请先把它关掉，再点“确定”继续；点“取消”则退出安装。
UninstallAppRunningError=%1 正开着。%n%n请先把它关掉，再点“确定”继续；点“取消”则不卸载。
ErrorCreatingDir=建不了文件夹“%1”
ErrorTooManyFilesInDir=文件夹“%1”里的文件太多，写不进去
ExitSetupTitle=退出安装
ExitSetupMessage=还没有装完，现在退出，程序就没有装上。%n%n以后可以再打开安装程序重新装。%n%n要退出吗？
ButtonBack=上一步(&B)
ButtonNext=下一步(&N)
ButtonInstall=安装(&I)
ButtonOK=确定
ButtonCancel=取消
ButtonYes=是(&Y)
ButtonYesToAll=全部是(&A)
ButtonNo=否(&N)
ButtonNoToAll=全部否(&O)
ButtonFinish=完成(&F)
ButtonBrowse=更改(&B)…
ButtonWizardBrowse=更改(&R)…
ButtonNewFolder=新建文件夹(&M)
ClickNext=点“下一步”继续，点“取消”退出。
BrowseDialogTitle=选择文件夹
BrowseDialogLabel=选一个文件夹，再点“确定”。
NewFolderName=新建文件夹
WizardSelectDir=装在哪里
SelectDirDesc=[name] 要装在哪个文件夹？
SelectDirLabel3=[name] 会装在下面这个文件夹里，不需要管理员。
SelectDirBrowseLabel=点“下一步”继续；想换一个文件夹就点“更改”。
DiskSpaceGBLabel=至少需要 [gb] GB 空闲的磁盘空间。
DiskSpaceMBLabel=至少需要 [mb] MB 空闲的磁盘空间。
CannotInstallToNetworkDrive=不能装在网络磁盘上。
CannotInstallToUNCPath=不能装在网络文件夹里。
InvalidPath=请写出带盘符的完整路径，例如：%n%nC:\APP
InvalidDrive=找不到这个磁盘。请换一个。
DiskSpaceWarningTitle=磁盘空间不够
DiskSpaceWarning=安装至少需要 %1 KB，这个磁盘只剩 %2 KB。%n%n还要继续吗？
DirNameTooLong=文件夹的名字或路径太长。
InvalidDirName=文件夹的名字不对。
BadDirName32=文件夹的名字里不能有这些字符：%n%n%1
DirExistsTitle=文件夹已经有了
DirExists=文件夹：%n%n%1%n%n已经有了。还要装在里面吗？
DirDoesntExistTitle=没有这个文件夹
DirDoesntExist=没有文件夹：%n%n%1%n%n要新建吗？
WizardSelectTasks=还要做什么
SelectTasksDesc=安装时还要做哪些事？
SelectTasksLabel2=选好以后点“下一步”。
WizardPreparing=准备安装
PreparingDesc=正在准备安装 [name]。
PreviousInstallNotCompleted=上一次安装或卸载还没有做完，要先重新启动电脑。%n%n启动以后再打开安装程序。
CannotContinue=不能继续安装。请点“取消”退出。
ApplicationsFound=下面这些程序正在用要更新的文件。建议让安装程序把它们关掉。
ApplicationsFound2=下面这些程序正在用要更新的文件。建议让安装程序把它们关掉，装完再打开。
CloseApplications=自动关掉这些程序(&A)
DontCloseApplications=不关(&D)
ErrorCloseApplications=有的程序没能自动关掉。请先自己关掉，再继续。
WizardInstalling=正在安装
InstallingLabel=正在把 [name] 装到这台电脑上，请稍等。
FinishedHeadingLabel=[name] 装好了
FinishedLabelNoIcons=[name] 已经装好。
FinishedLabel=[name] 已经装好，从开始菜单就能打开；双击一个村的档案也能打开。
ClickFinish=点“完成”退出安装。
SetupAborted=没有装成。%n%n请先解决问题，再打开安装程序。
AbortRetryIgnoreSelectAction=请选择
AbortRetryIgnoreRetry=再试一次(&T)
AbortRetryIgnoreIgnore=不管这个错误，继续(&I)
AbortRetryIgnoreCancel=取消安装
StatusClosingApplications=正在关闭程序…
StatusCreateDirs=正在建文件夹…
StatusExtractFiles=正在拷贝文件…
StatusCreateIcons=正在放图标…
StatusCreateRegistryEntries=正在登记文件类型…
StatusSavingUninstall=正在保存卸载要用的记录…
StatusRunProgram=就要装好了…
StatusRollback=正在恢复原样…
ErrorInternal2=内部错误：%1
ErrorFunctionFailedNoCode=%1 没有成功
ErrorFunctionFailed=%1 没有成功，代码 %2
ErrorFunctionFailedWithMessage=%1 没有成功，代码 %2。%n%3
ErrorExecutingProgram=打不开文件：%n%1
ErrorRegOpenKey=打不开注册表项：%n%1\%2
ErrorRegCreateKey=建不了注册表项：%n%1\%2
ErrorRegWriteKey=写不进注册表项：%n%1\%2
FileAbortRetryIgnoreSkipNotRecommended=跳过这个文件(程序可能打不开)(&S)
FileAbortRetryIgnoreIgnoreNotRecommended=不管这个错误，继续(程序可能打不开)(&I)
SourceIsCorrupted=安装文件已损坏
SourceDoesntExist=没有安装文件“%1”
ErrorReadingExistingDest=读原来的文件时出错：
ErrorChangingAttr=改原来文件的属性时出错：
ErrorCreatingTemp=在安装的文件夹里写文件时出错：
ErrorReadingSource=读安装文件时出错：
ErrorCopying=拷贝文件时出错：
ErrorReplacingExistingFile=换掉原来的文件时出错：
ErrorRenamingTemp=给安装的文件改名时出错：
UninstallNotFound=没有文件“%1”，不能卸载。
UninstallOpenError=打不开文件“%1”，不能卸载
UninstallDataCorrupted=文件“%1”已损坏，不能卸载
ConfirmUninstall=要卸载 %1 吗？各村的档案、照片和备份都会留下，不会删除。
UninstallStatusLabel=正在卸载 %1，请稍等。
UninstalledAll=%1 已经卸载。各村的档案、照片和备份都还在原来的地方。
UninstalledMost=%1 已经卸载，有些文件没有删掉，可以自己删除。%n%n各村的档案、照片和备份都还在原来的地方。
WizardUninstalling=正在卸载
StatusUninstalling=正在卸载 %1…
ShutdownBlockReasonInstallingApp=正在安装 %1。
ShutdownBlockReasonUninstallingApp=正在卸载 %1。
