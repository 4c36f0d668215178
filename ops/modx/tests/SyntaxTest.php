<?php

/**
 * Finds syntax that PHP 7.0 does not know, by the tokens of a newer PHP.
 *
 * @return array lines such as "Bridge.php:12: an arrow function"
 */
$newer = function (string $code, string $name): array {
    $tokens = [];
    $line = 1;
    foreach (token_get_all($code) as $token) {
        $line = is_array($token) ? $token[2] : $line;
        $kind = is_array($token) ? token_name($token[0]) : $token;
        if (!in_array($kind, ['T_WHITESPACE', 'T_COMMENT', 'T_DOC_COMMENT'], true)) {
            $tokens[] = [$kind, is_array($token) ? $token[1] : $token, $line];
        }
    }
    $found = [];
    $words = [
        'T_FN' => 'an arrow function', 'T_MATCH' => 'match', 'T_COALESCE_EQUAL' => '??=', 'T_ENUM' => 'an enum',
        'T_NULLSAFE_OBJECT_OPERATOR' => '?->', 'T_READONLY' => 'readonly', 'T_ATTRIBUTE' => 'an attribute',
    ];
    $visible = ['T_PUBLIC', 'T_PROTECTED', 'T_PRIVATE', 'T_VAR'];
    $types = ['T_STRING', 'T_ARRAY', 'T_CALLABLE', 'T_NAME_QUALIFIED', 'T_NAME_FULLY_QUALIFIED', 'T_STATIC'];
    $brackets = [];
    foreach ($tokens as $index => list($kind, $text, $line)) {
        $next = isset($tokens[$index + 1]) ? $tokens[$index + 1][0] : '';
        $afterNext = isset($tokens[$index + 2]) ? $tokens[$index + 2][0] : '';
        $before = $index ? $tokens[$index - 1][0] : '';
        $why = isset($words[$kind]) ? $words[$kind] : null;
        if (in_array($kind, $visible, true) && $next === 'T_CONST') {
            $why = 'a constant with visibility';
        } elseif ((in_array($kind, $visible, true) || ($kind === 'T_STATIC' && in_array($before, $visible, true)))
            && ($next !== 'T_STATIC' && in_array($next, $types, true) && $afterNext === 'T_VARIABLE' || $next === '?')) {
            $why = 'a property or parameter with visibility and a type';
        } elseif ($kind === '?' && in_array($next, $types, true) && in_array($before, ['(', ',', ':'], true)) {
            $why = 'a nullable type';
        } elseif ($kind === ':' && $before === ')' && in_array(strtolower(isset($tokens[$index + 1]) ? $tokens[$index + 1][1] : ''),
            ['void', 'iterable', 'object', 'mixed', 'never'], true)) {
            $why = 'a return type that is newer';
        } elseif ($kind === '|' && in_array($before, $types, true) && in_array($next, $types, true)
            && ($afterNext === 'T_VARIABLE')) {
            $why = 'a list of types';
        } elseif ($kind === 'T_LNUMBER' && strpos($text, '_') !== false) {
            $why = 'a number with underscores';
        } elseif ($kind === 'T_STRING' && $next === ':' && in_array($before, ['(', ','], true) && $afterNext !== ':') {
            $why = 'a named argument';
        } elseif ($kind === 'T_THROW' && (!in_array($before, [';', '{', '}', ':', ')'], true)
            || ($before === ':' && $tokens[$index - 2][0] === '?'))) {
            $why = 'throw inside an expression';
        } elseif ($kind === 'T_ELLIPSIS' && $before === '[') {
            $why = 'an unpacked list in a list';
        } elseif (($kind === 'T_STRING' || $kind === 'T_NAME_FULLY_QUALIFIED') && in_array(strtolower(ltrim($text, '\\')),
            ['str_contains', 'str_starts_with', 'str_ends_with', 'array_key_first', 'array_key_last', 'is_iterable',
            'is_countable', 'array_is_list', 'json_validate'], true) && $next === '(') {
            $why = "the function $text";
        }
        // A comma before the end of a call, and a list of variables on the left of =.
        if ($kind === '(' || $kind === '[') {
            $isCall = $kind === '(' && $before !== 'T_ARRAY' && $before !== 'T_LIST';
            $brackets[] = [$isCall, $kind === '[' && in_array($before, [';', '{', '}', 'T_AS', 'T_OPEN_TAG'], true)];
        } elseif ($kind === ')' || $kind === ']') {
            list($isCall, $isTarget) = array_pop($brackets);
            if ($isCall && $before === ',') {
                $why = 'a comma at the end of a call';
            } elseif ($isTarget && $kind === ']' && ($next === '=' || $next === ')')) {
                $why = 'a list in brackets on the left';
            }
        }
        if ($why !== null) {
            $found[] = "$name:$line: $why";
        }
    }
    return $found;
};

return [
    'the package has only syntax of PHP 7.0' => function () use ($newer) {
        $root = dirname(__DIR__);
        $found = [];
        $files = new RecursiveIteratorIterator(new RecursiveDirectoryIterator($root, FilesystemIterator::SKIP_DOTS));
        $count = 0;
        foreach ($files as $file) {
            if ($file->getExtension() === 'php' && strpos($file->getPathname(), '/tests/') === false) {
                $count++;
                $found = array_merge($found, $newer(file_get_contents($file->getPathname()), $file->getFilename()));
            }
        }
        expect($count > 10, 'the files must be found');
        expectSame([], $found, 'what is newer');
    },
    'the check knows newer syntax' => function () use ($newer) {
        if (PHP_VERSION_ID < 80100) {
            // This PHP has no words for it, and refuses the files itself.
            return;
        }
        $newerCode = [
            '$f = fn($x) => $x;', '$a ??= 1;', '$a?->b();', 'class A { private const B = 1; }', 'class A { public int $b; }',
            'class A { private static int $b; }', 'class A { private ?int $b; }', 'function f(?int $a) {}',
            'function f($a): ?int {}', 'function f(): void {}', '[$a, $b] = $c;', 'foreach ($a as [$b, $c]) {}', 'f($a, $b,);',
            'f(a: 1);', '$a = $b ?: throw new E();', 'function f(int|string $a) {}', 'str_contains($a, $b);', '$a = 1_000;',
            '$a = match($b) { 1 => 2 };', '$a = [...$b];', '#[A] function f() {}',
        ];
        foreach ($newerCode as $code) {
            expect($newer("<?php $code", 'x') !== [], "the check must find $code");
        }
        $older = [
            '$a = $b ? C : D;', '$a = [1, 2,];', 'list($a, , $b) = $c;', 'f(...$a);', 'function f(int $a): array {}',
            '$a = $b ?? $c;', 'switch ($a) { case B: break; }', '$a = array(1,);', 'const A = [1];', '$x = $b ? [1] : [2];',
        ];
        foreach ($older as $code) {
            expectSame([], $newer("<?php $code", 'x'), $code);
        }
    },
];
