<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\ProgramAnswer;
use FrontpadQueue\Programs;

/** One tab of the page. It asks a program of the queue and shows what it says. */
abstract class Tab
{
    protected $modx;
    protected $page;
    protected $programs;

    public function __construct($modx, ManagerPage $page, Programs $programs)
    {
        $this->modx = $modx;
        $this->page = $page;
        $this->programs = $programs;
    }

    abstract public function html(array $query): string;

    /** Who may see it, besides the page's own permission. */
    public function permission(): string
    {
        return '';
    }

    /** @return array the permission for each action */
    public function actions(): array
    {
        return [];
    }

    /** @return array whether it is done, and a sentence */
    public function act(string $action, array $fields): array
    {
        return [false, $this->say('forbidden')];
    }

    protected function say(string $key, array $values = []): string
    {
        return $this->page->say($key, $values);
    }

    /** By the shop's clock. */
    protected function time($milliseconds): string
    {
        return is_numeric($milliseconds) ? date($this->say('time_format'), (int)($milliseconds / 1000)) : '';
    }

    protected function problem(ProgramAnswer $answer): string
    {
        return Markup::paragraph($this->say('unreadable') . ' ' . $answer->problem(), 'said bad');
    }

    protected static function text(array $fields, string $name, int $longest = 200): string
    {
        $text = isset($fields[$name]) && is_string($fields[$name]) ? trim($fields[$name]) : '';
        return strlen($text) <= $longest ? $text : '';
    }

    /** A form with one button, on its own. */
    protected function form(string $tab, string $action, string $html): string
    {
        return '<form method="post" action="' . $this->page->address($tab) . '">' . $this->page->hidden($tab, $action) . $html
            . '</form>';
    }
}
