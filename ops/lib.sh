# Functions for the scripts in this folder. A script sources this file. Do not run it.

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }

# Names the next step of a script. At the end, `report_steps` prints how long each step took.
steps=()
step() {
    steps+=("$SECONDS $*")
    say "$*"
}
report_steps() {
    local index began next
    for index in "${!steps[@]}"; do
        began="${steps[index]%% *}" next="${steps[index + 1]:-$SECONDS}"
        printf '%5d s  %s\n' $((${next%% *} - began)) "${steps[index]#* }" >&2
    done
    printf '%5d s  in all\n' "$SECONDS" >&2
}

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$1" >&2
    exit "${2:-1}"
}

# Installs the Debian packages that are missing.
need_packages() {
    local missing=()
    for package in "$@"; do
        dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    say "installing ${missing[*]}"
    local sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo)
    "${sudo[@]}" apt-get update -qq
    DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

need_swift() {
    command -v swift >/dev/null ||
        fail 'the Swift toolchain (6.1 or newer) is missing: see https://www.swift.org/install/linux/' 69
}
