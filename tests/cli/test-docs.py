#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The program's help, its man page, its completion and the page of exit codes tell the same story."""

import os
import pathlib
import re
import subprocess
import unittest

SOURCE = pathlib.Path(os.environ['BURNISH_SOURCE'])
CLI = pathlib.Path(os.environ['BURNISH_BUILD']) / 'src/cli/burnish-cli'
MAN = SOURCE / 'data/burnish-cli.1'
COMPLETION = SOURCE / 'data/burnish-cli.bash'
VERBS = ['drives', 'info', 'tree', 'image', 'burn', 'burn-image', 'erase', 'format', 'verify', 'check-udf', 'list',
         'extract']


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def options(verb):
    return set(re.findall(r'--[a-z][a-z0-9-]+', output(CLI, verb, '--help')))


class Documents(unittest.TestCase):
    def test_verbs_are_listed(self):
        text = output(CLI, '--help')
        for verb in VERBS:
            self.assertRegex(text, r'(?m)^  %s ' % verb)

    def test_every_option_is_in_the_man_page(self):
        page = MAN.read_text().replace('\\-', '-')
        for verb in VERBS:
            for option in options(verb) - {'--help'}:
                self.assertIn(option, page, 'option of %s' % verb)

    def test_man_page_has_no_other_options(self):
        page = MAN.read_text().replace('\\-', '-')
        known = set.union(*(options(verb) for verb in VERBS)) | {'--help', '--version'}
        self.assertEqual(set(re.findall(r'--[a-z][a-z0-9-]+', page)) - known, set())

    def test_man_page_renders(self):
        done = subprocess.run(['man', '--warnings', '--local-file', MAN], capture_output=True, text=True,
                              env=dict(os.environ, LC_ALL='C.UTF-8', MANWIDTH='100'), check=True)
        self.assertEqual(done.stderr, '')
        self.assertIn('burnish-cli', done.stdout)

    def test_exit_codes_agree(self):
        table = re.findall(r'(?m)^\| (\d+) \|', (SOURCE / 'docs/exit-codes.md').read_text())
        section = MAN.read_text().split('.SH EXIT STATUS')[1].split('.SH')[0]
        self.assertEqual(re.findall(r'(?m)^\.B (\d+)$', section), table)

    def complete(self, *words):
        script = '''
            source /usr/share/bash-completion/bash_completion
            source "$1"; shift
            PATH="$1:$PATH"; shift
            COMP_WORDS=(burnish-cli "$@"); COMP_CWORD=$#; COMP_LINE="${COMP_WORDS[*]}"; COMP_POINT=${#COMP_LINE}
            _burnish_cli; printf '%s\\n' "${COMPREPLY[@]}"'''
        return output('bash', '-c', script, 'bash', COMPLETION, CLI.parent, *words).split()

    def test_completion(self):
        self.assertEqual(set(self.complete('')) - {'--help', '--version'}, set(VERBS))
        self.assertEqual(self.complete('ve'), ['verify'])
        self.assertEqual(set(self.complete('erase', '--')), options('erase'))
        self.assertEqual(self.complete('burn', '--symlinks', 'f'), ['follow'])


if __name__ == '__main__':
    unittest.main()
