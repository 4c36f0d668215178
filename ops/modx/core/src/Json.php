<?php

namespace FrontpadQueue;

/** JSON for the queue. It must never fail for the sake of one broken byte. */
final class Json
{
    public static function encode($value): string
    {
        $flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
        $json = json_encode($value, $flags);
        if ($json === false) {
            // A table in an old encoding, or a text that was cut in the middle of a letter.
            $json = json_encode(self::clean($value), $flags | JSON_PARTIAL_OUTPUT_ON_ERROR);
        }
        return (string)$json;
    }

    /** @return array an empty one where the text is no JSON object or list */
    public static function decode($text): array
    {
        if (is_array($text)) {
            return $text;
        }
        $value = is_string($text) ? json_decode($text, true) : null;
        if (is_string($value)) {
            $value = json_decode($value, true);
        }
        return is_array($value) ? $value : [];
    }

    private static function clean($value)
    {
        if (is_array($value)) {
            $clean = [];
            foreach ($value as $key => $element) {
                $clean[self::clean($key)] = self::clean($element);
            }
            return $clean;
        }
        if (!is_string($value) || preg_match('//u', $value)) {
            return $value;
        }
        return (string)preg_replace('/[^\x00-\x7F]/', '?', $value);
    }
}
