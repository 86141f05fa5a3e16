# What the commands at the root share: where the tools are, and what a fresh machine still needs.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf '%s\n' "$*" >&2; }

# need PROGRAM PACKAGE ...: installs the Debian packages whose program is missing; without root it says what is left out.
need() {
  local missing=()
  while [ $# -gt 0 ]; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null 2>&1 || missing+=("$2")
    shift 2
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    say "Not installed (needs root and apt-get): ${missing[*]}. What needs them is skipped."
    return 0
  fi
  say "Installing ${missing[*]} ..."
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } </dev/null >/dev/null 2>&1 \
    || say "Could not install ${missing[*]}. What needs them is skipped."
}

need_dotnet() {
  if command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.'; then return 0; fi
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing the .NET 10 SDK ..."
    { apt-get update -qq && apt-get install -y -qq dotnet-sdk-10.0; } </dev/null >/dev/null 2>&1 || true
  fi
  command -v dotnet >/dev/null 2>&1 && dotnet --list-sdks 2>/dev/null | grep -q '^10\.' && return 0
  say "The .NET 10 SDK is needed and was not found. Install it (https://dot.net) so that 'dotnet --version' prints 10.0.100 or later, then run this again."
  exit 1
}

# build PROJECT CONFIGURATION: builds when a source is newer than the last build.
build() {
  local project=$1 configuration=$2 stamp
  stamp=$root/artifacts/stamps/$(basename "$project").$configuration
  mkdir -p "$root/artifacts/stamps"
  exec 8>"$root/artifacts/stamps/lock"
  flock 8
  if [ ! -e "$stamp" ] || [ -n "$(find "$root/src" "$root/$project" "$root"/Directory.*.props "$root"/*.json \( -name bin -o -name obj \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
    say "Building ..."
    if ! dotnet build "$root/$project" -c "$configuration" -v quiet --nologo -clp:ErrorsOnly >"$stamp.log" 2>&1 8>&-; then
      cat "$stamp.log" >&2
      say "The build failed."
      exit 1
    fi
    touch "$stamp"
  fi
  exec 8>&-
}
