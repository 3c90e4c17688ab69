# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks JSON events, one a line, against tests/cli/json-schema.json.

It knows the few keywords of JSON Schema that the schema uses, and refuses a schema with any other.
"""

import json
import re

KNOWN = {'type', 'enum', 'properties', 'required', 'additionalProperties', 'items', 'minItems',
         'maxItems', 'minimum', 'maximum', 'pattern'}
TYPES = {'string': str, 'boolean': bool, 'array': list, 'object': dict}


def check_type(value, name):
    if name == 'integer':
        return isinstance(value, int) and not isinstance(value, bool)
    if name == 'number':
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def check(value, schema, where):
    """Yield a sentence for everything in value that the schema forbids."""
    unknown = set(schema) - KNOWN
    if unknown:
        raise ValueError(f'the schema at {where} uses {sorted(unknown)}')
    if 'type' in schema and not check_type(value, schema['type']):
        yield f'{where}: {value!r} is not of type {schema["type"]}'
        return
    if 'enum' in schema and value not in schema['enum']:
        yield f'{where}: {value!r} is none of {schema["enum"]}'
    if 'minimum' in schema and value < schema['minimum']:
        yield f'{where}: {value} is below {schema["minimum"]}'
    if 'maximum' in schema and value > schema['maximum']:
        yield f'{where}: {value} is above {schema["maximum"]}'
    if 'pattern' in schema and not re.search(schema['pattern'], value):
        yield f'{where}: {value!r} does not match {schema["pattern"]}'
    if isinstance(value, list):
        if not schema.get('minItems', 0) <= len(value) <= schema.get('maxItems', len(value)):
            yield f'{where}: has {len(value)} items'
        for index, item in enumerate(value):
            yield from check(item, schema.get('items', {}), f'{where}[{index}]')
    if isinstance(value, dict):
        yield from check_object(value, schema, where)


def check_object(value, schema, where):
    properties = schema.get('properties', {})
    for name in schema.get('required', []):
        if name not in value:
            yield f'{where}: has no {name}'
    for name, item in value.items():
        other = schema.get('additionalProperties', {})
        if name in properties:
            yield from check(item, properties[name], f'{where}.{name}')
        elif other is False:
            yield f'{where}: {name} is not in the schema'
        else:
            yield from check(item, other, f'{where}.{name}')


def check_lines(lines, definitions, part=None):
    """Sentences for all that is wrong in LINES, a whole run, or else events of the type PART."""
    problems = []
    types = []
    for number, line in enumerate(lines, 1):
        try:
            event = json.loads(line)
        except ValueError as error:
            problems.append(f'line {number}: {error}')
            continue
        kind = event.get('type') if isinstance(event, dict) else None
        types.append(kind)
        if kind not in definitions:
            problems.append(f'line {number}: no event: {line[:200]}')
        else:
            problems.extend(check(event, definitions[kind], f'line {number}: {kind}'))
    if part is not None:
        if not types or set(types) != {part}:
            problems.append(f'not only {part} events: {types}')
    elif types[:1] != ['start'] or types[-1:] != ['result'] \
            or types.count('start') != 1 or types.count('result') != 1:
        problems.append('not one start at the begin and one result at the end')
    return problems
