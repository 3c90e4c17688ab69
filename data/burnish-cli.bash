# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Completion of burnish-cli for bash.

_burnish_cli ()
{
  local cur prev words cword
  _init_completion || return

  local verbs='drives info tree image burn burn-image erase format verify check-udf list extract'
  local verb=${words[1]-}

  if ((cword == 1)); then
    mapfile -t COMPREPLY < <(compgen -W "$verbs --help --version" -- "$cur")
    return
  fi

  case $prev in
    --drive)
      mapfile -t COMPREPLY < <(compgen -W "$(compgen -G '/dev/sr*') image:" -- "$cur")
      return
      ;;
    --output | --image | --from-image)
      _filedir
      return
      ;;
    --to)
      _filedir -d
      return
      ;;
    --project)
      _filedir burnish
      return
      ;;
    --symlinks)
      mapfile -t COMPREPLY < <(compgen -W 'keep follow skip' -- "$cur")
      return
      ;;
    --on-bad-source)
      mapfile -t COMPREPLY < <(compgen -W 'stop fill' -- "$cur")
      return
      ;;
    --profile)
      mapfile -t COMPREPLY < <(compgen -W 'dvd-video bd' -- "$cur")
      return
      ;;
    --iso-level)
      mapfile -t COMPREPLY < <(compgen -W '1 2 3' -- "$cur")
      return
      ;;
    --udf-revision)
      mapfile -t COMPREPLY < <(compgen -W '1.02 1.50 2.00 2.01 2.50 2.60' -- "$cur")
      return
      ;;
    --udf-symlinks)
      mapfile -t COMPREPLY < <(compgen -W 'resolve keep' -- "$cur")
      return
      ;;
    --filesystem)
      mapfile -t COMPREPLY < <(
        compgen -W 'iso9660,joliet,rockridge iso9660,joliet,rockridge,udf udf' -- "$cur"
      )
      return
      ;;
    --volume-id | --exclude | --speed | --copies | --session)
      return
      ;;
  esac

  if [[ $cur == -* ]]; then
    # The program knows its own options best.
    mapfile -t COMPREPLY < <(
      compgen -W "$(burnish-cli "$verb" --help 2>/dev/null | grep -oE -- '--[a-z0-9-]+' | sort -u)" -- "$cur"
    )
    return
  fi

  case $verb in
    info) mapfile -t COMPREPLY < <(compgen -G '/dev/sr*' -- "$cur") ;;
    tree | image | burn | burn-image | check-udf | list | extract) _filedir ;;
  esac
} &&
  complete -F _burnish_cli burnish-cli
