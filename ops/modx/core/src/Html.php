<?php

namespace FrontpadQueue;

/** Text in a page. */
final class Html
{
    /** MODX reads tags in double brackets, and Fenom in braces, wherever they come from. */
    const TAGS = ['[' => '&#91;', ']' => '&#93;', '{' => '&#123;', '}' => '&#125;', '`' => '&#96;'];

    public static function escape($text): string
    {
        $text = is_scalar($text) ? (string)$text : '';
        return strtr(htmlspecialchars($text, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8'), self::TAGS);
    }
}
