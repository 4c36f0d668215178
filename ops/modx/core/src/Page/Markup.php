<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;

/** Pieces of the page. What is named a text is escaped here, what is named HTML is not. */
final class Markup
{
    public static function paragraph(string $text, string $class = ''): string
    {
        return '<p' . ($class === '' ? '' : " class=\"$class\"") . '>' . Html::escape($text) . '</p>';
    }

    public static function heading(string $text): string
    {
        return '<h2>' . Html::escape($text) . '</h2>';
    }

    public static function link(string $address, string $text): string
    {
        return "<a href=\"$address\">" . Html::escape($text) . '</a>';
    }

    public static function items(array $texts): string
    {
        return '<ul class="items"><li>' . implode('</li><li>', array_map([Html::class, 'escape'], $texts)) . '</li></ul>';
    }

    /**
     * A phone shows each row as a card, with the column's name before each value.
     *
     * @param array $columns texts
     * @param array $rows    HTML of each cell
     */
    public static function table(string $caption, array $columns, array $rows): string
    {
        $columns = array_map([Html::class, 'escape'], $columns);
        $html = '<table><caption>' . Html::escape($caption) . '</caption><thead><tr>';
        foreach ($columns as $column) {
            $html .= "<th scope=\"col\">$column</th>";
        }
        $html .= '</tr></thead><tbody>';
        foreach ($rows as $row) {
            $html .= '<tr>';
            foreach (array_values($row) as $index => $cell) {
                $html .= "<td data-column=\"{$columns[$index]}\">$cell</td>";
            }
            $html .= '</tr>';
        }
        return $html . '</tbody></table>';
    }

    /** @param array $options texts by value */
    public static function select(string $name, string $id, array $options, string $chosen, string $label = ''): string
    {
        $html = $label === '' ? '' : "<label for=\"$id\">" . Html::escape($label) . '</label> ';
        $html .= '<select name="' . Html::escape($name) . "\" id=\"$id\">";
        foreach ($options as $value => $text) {
            $html .= '<option value="' . Html::escape($value) . '"' . ((string)$value === $chosen ? ' selected' : '') . '>'
                . Html::escape($text) . '</option>';
        }
        return $html . '</select>';
    }

    public static function input(string $name, string $id, string $value, string $label, string $more = ''): string
    {
        return "<label for=\"$id\">" . Html::escape($label) . '</label> <input name="' . Html::escape($name) . "\" id=\"$id\" value=\""
            . Html::escape($value) . "\" $more>";
    }

    public static function button(string $text, string $class = ''): string
    {
        return "<button type=\"submit\" class=\"$class\">" . Html::escape($text) . '</button>';
    }
}
