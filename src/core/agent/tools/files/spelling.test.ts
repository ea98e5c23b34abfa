import { describe, expect, it } from 'vitest'
import { isHarombeError } from '../../../../shared/errors'
import { checkSpelling } from './spelling'

function codeOf(path: string, platform: NodeJS.Platform): string {
  try {
    checkSpelling(path, platform)
    return 'fine'
  } catch (error) {
    if (isHarombeError(error)) return error.code
    throw error
  }
}

describe('paths on Windows', () => {
  it.each([
    '\\\\?\\C:\\Users\\me\\file.txt',
    '//?/C:/Users/me/file.txt',
    '\\\\.\\PhysicalDrive0',
    '\\??\\C:\\file.txt',
    '\\\\server\\share\\file.txt',
    '//server/share',
    'C:file.txt',
    'file.txt:hidden',
    'file.txt::$DATA',
    'C:\\Users\\me\\file.txt:hidden:$DATA',
    'folder:stream\\file',
    'file.txt.',
    'file.txt ',
    'folder.\\file',
    '.ssh \\id_rsa',
    'CON',
    'nul.txt',
    'deep\\aux',
    'COM1',
    'com¹.log',
    'LPT9.txt',
    'CONIN$',
    'PRN .txt',
    'HAROMB~1\\harombe.yaml',
    'C:\\PROGRA~1\\x',
    'HAROMB~1.YAM',
  ])('refuses %j', path => {
    expect(codeOf(path, 'win32')).toBe('FORBIDDEN')
  })

  it.each([
    'C:\\Users\\me\\file.txt',
    'notes/plan.md',
    '..\\other\\file.txt',
    '~/harombe',
    'console.log',
    'a~b.txt',
    '.gitignore',
  ])('takes %j', path => {
    expect(codeOf(path, 'win32')).toBe('fine')
  })
})

describe('paths elsewhere', () => {
  it.each([
    ['file/..namedfork/rsrc', 'darwin'],
    ['/.vol/16777220/2', 'darwin'],
    ['a\\b', 'darwin'],
    ['a\\b', 'linux'],
    ['a\u0000', 'linux'],
    ['a\u202eb', 'linux'],
  ] as const)('refuses %j on %s', (path, platform) => {
    expect(codeOf(path, platform)).toBe('FORBIDDEN')
  })

  it.each(['aux.c', 'file~1.txt', 'a:b', 'name.', '👨‍👩‍👧.txt', 'Ünïcode/文書.md'])('takes %j', path => {
    expect(codeOf(path, 'linux')).toBe('fine')
  })
})
