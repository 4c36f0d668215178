<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Assets;
use FrontpadQueue\Bridge;
use FrontpadQueue\FormToken;
use FrontpadQueue\Html;

/** The page «Frontpad»: its tabs, who may see and do what, and what is said after an action. */
final class ManagerPage
{
    const PERMISSION = 'msorder_list';
    const TABS = ['overview' => OverviewTab::class, 'orders' => OrdersTab::class, 'articles' => ArticlesTab::class,
        'prices' => PricesTab::class, 'mappings' => MappingsTab::class, 'journal' => JournalTab::class, 'order' => OrderTab::class];
    /** Shown with an order, and not in the menu. */
    const HIDDEN_TABS = ['order'];
    /** Nothing on the page comes from elsewhere, and no other site may show it in a frame. */
    const HEADERS = [
        "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
            . "base-uri 'none'; frame-ancestors 'none'",
        'X-Frame-Options: DENY', 'Cache-Control: no-store', 'Referrer-Policy: same-origin', 'X-Content-Type-Options: nosniff',
    ];
    const SAID = 'frontpadqueue.said';

    private $modx;
    private $bridge;
    private $token;

    public function __construct($modx, Bridge $bridge)
    {
        $this->modx = $modx;
        $this->bridge = $bridge;
        $this->token = new FormToken('page');
        $modx->lexicon->load('frontpadqueue:manager');
        $modx->lexicon->load('frontpadqueue:default');
    }

    public function bridge(): Bridge
    {
        return $this->bridge;
    }

    public function html(array $query): string
    {
        $name = isset($query['tab']) && is_string($query['tab']) && isset(self::TABS[$query['tab']]) ? $query['tab'] : 'overview';
        $tab = $this->tab($name);
        try {
            $content = $tab->permission() === '' || $this->may($tab->permission()) ? $tab->html($query)
                : Markup::paragraph($this->say('forbidden'));
        } catch (\RuntimeException $error) {
            // A table that this version of the shop does not have.
            $this->modx->log(1, "[FrontpadQueue] the tab $name: {$error->getMessage()}");
            $content = Markup::paragraph($this->say('unreadable') . ' ' . $error->getMessage(), 'said bad');
        }
        $menu = '';
        foreach (array_diff(array_keys(self::TABS), self::HIDDEN_TABS) as $each) {
            $current = $each === $name ? ' aria-current="page"' : '';
            $menu .= '<li><a href="' . $this->address($each) . "\"$current>" . Html::escape($this->say("tab_$each")) . '</a></li>';
        }
        $language = Html::escape($this->modx->getOption('manager_language', null, 'en'));
        $styles = '';
        foreach (['css/manager.css', 'css/page.css'] as $file) {
            $styles .= '<link rel="stylesheet" href="' . Html::escape(Assets::url($this->modx, $file)) . '">';
        }
        $manager = Html::escape($this->modx->getOption('manager_url', null, '/manager/'));
        return "<!doctype html>\n<html lang=\"$language\"><head><meta charset=\"utf-8\">"
            . '<meta name="viewport" content="width=device-width, initial-scale=1"><title>'
            . Html::escape($this->say($name === 'order' ? 'order' : "tab_$name") . ' – Frontpad') . '</title>'
            . "$styles</head><body>"
            . '<a class="skip" href="#main">' . Html::escape($this->say('skip')) . '</a>'
            . "<header><p class=\"name\">Frontpad</p><a href=\"$manager\">" . Html::escape($this->say('to_modx')) . '</a></header>'
            . '<nav aria-label="' . Html::escape($this->say('sections')) . "\"><ul>$menu</ul></nav>"
            . '<main id="main" tabindex="-1">' . $this->said() . $content . "</main></body></html>\n";
    }

    /**
     * Does what a form asks for.
     *
     * @return string the address to show next
     */
    public function act(array $fields): string
    {
        $name = isset($fields['tab']) && is_string($fields['tab']) && isset(self::TABS[$fields['tab']]) ? $fields['tab'] : 'overview';
        $tab = $this->tab($name);
        $action = isset($fields['action']) && is_string($fields['action']) ? $fields['action'] : '';
        $actions = $tab->actions();
        if (!$this->token->isIn($fields)) {
            $said = [false, $this->say('stale')];
        } elseif (!isset($actions[$action]) || !$this->may(self::PERMISSION) || !$this->may($actions[$action])) {
            $said = [false, $this->say('forbidden')];
        } else {
            $said = $tab->act($action, $fields);
        }
        $_SESSION[self::SAID] = $said;
        $order = isset($fields['order']) && is_string($fields['order']) ? $fields['order'] : '';
        return html_entity_decode($this->address($name, $name === 'order' ? ['order' => $order] : []), ENT_QUOTES, 'UTF-8');
    }

    public function may(string $permission): bool
    {
        return (bool)$this->modx->hasPermission($permission);
    }

    /** The address of a tab, ready for a page. */
    public function address(string $tab, array $query = []): string
    {
        $query = ['a' => 'home', 'namespace' => 'frontpadqueue', 'tab' => $tab] + $query;
        return Html::escape($this->modx->getOption('manager_url', null, '/manager/') . '?' . http_build_query($query));
    }

    /** The fields that every form which does something has. */
    public function hidden(string $tab, string $action): string
    {
        return '<input type="hidden" name="' . FormToken::NAME . '" value="' . $this->token->value() . '">'
            . '<input type="hidden" name="tab" value="' . Html::escape($tab) . '">'
            . '<input type="hidden" name="action" value="' . Html::escape($action) . '">';
    }

    public function say(string $key, array $values = []): string
    {
        return (string)$this->modx->lexicon("frontpadqueue_$key", $values);
    }

    private function tab(string $name): Tab
    {
        $class = self::TABS[$name];
        return new $class($this->modx, $this, $this->bridge->programs());
    }

    /** What the last action said, once. */
    private function said(): string
    {
        $said = isset($_SESSION[self::SAID]) ? $_SESSION[self::SAID] : null;
        unset($_SESSION[self::SAID]);
        return is_array($said) ? '<p class="said ' . ($said[0] ? 'good' : 'bad') . '" role="' . ($said[0] ? 'status' : 'alert') . '">'
            . Html::escape($said[1]) . '</p>' : '';
    }
}
