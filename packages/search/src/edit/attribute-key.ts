import type { AttributeOwner } from '../meaning/condition.ts'
import { attributePrefixes, findSearchField, searchFields } from '../meaning/search-fields.ts'
import { printKey } from '../syntax/print-search.ts'
import { relations } from '../syntax/search-node.ts'

/** How the language writes the key of an attribute: bare where it can, with its prefix where the name alone means something else. */
export function attributeKey(owner: AttributeOwner, name: string): string {
  const prefix = owner === 'any' ? '' : (prefixOf(owner) ?? '')
  const isPlain = /^[\p{L}\p{N}_./@]+$/u.test(name)
  if (owner !== 'any' && owner !== 'record') {
    const isField = findSearchField(`${prefix}${name}`, 'spans') ?? findSearchField(`${prefix}${name}`, 'logs')
    return isPlain && !isField ? `${prefix}${name}` : printKey({ path: prefix, quoted: name })
  }
  const isTaken =
    relations.some((relation) => relation === name) ||
    Object.keys(attributePrefixes).some((taken) => name.startsWith(taken)) ||
    searchFields.some((field) => field.name === name || field.aliases.includes(name))
  if (!isPlain) return printKey({ path: prefix, quoted: name })
  return isTaken ? `attributes.${name}` : name
}

function prefixOf(owner: AttributeOwner): string | undefined {
  return Object.entries(attributePrefixes).find(([, other]) => other === owner)?.[0]
}
