<?php

namespace FrontpadQueue\Page;

use FrontpadQueue\Html;
use FrontpadQueue\Json;
use FrontpadQueue\Shop;

/** The settings that name statuses, payments, deliveries and contexts of the shop, with pickers. They stay MODX's settings. */
final class MappingsTab extends Tab
{
    /** How each setting is entered. */
    const SETTINGS = [
        'send_status' => 'status', 'error_status' => 'status', 'cancel_statuses' => 'statuses', 'matched_statuses' => 'to_status',
        'hook_statuses' => 'text', 'payments' => 'payments', 'default_pay' => 'text', 'point' => 'deliveries',
        'default_point' => 'text', 'delivery_article' => 'deliveries', 'affiliate_enable' => 'yes_no', 'affiliate' => 'deliveries',
        'default_affiliate' => 'text', 'channel' => 'contexts', 'default_channel' => 'text',
    ];
    /** A heading before the first setting of each part. */
    const PARTS = ['send_status' => 'part_statuses', 'payments' => 'part_payments', 'point' => 'part_deliveries',
        'channel' => 'part_channels'];
    /** Frontpad's own statuses. An account may have others. */
    const CRM_STATUSES = ['Новый', 'В производстве', 'Произведен', 'В пути', 'Выполнен', 'Списан'];
    const LONGEST = 2000;

    private $choices = null;

    public function permission(): string
    {
        return 'settings';
    }

    public function actions(): array
    {
        return ['save' => 'settings'];
    }

    public function html(array $query): string
    {
        $stored = $this->stored();
        $html = '';
        foreach (self::SETTINGS as $name => $kind) {
            if (isset(self::PARTS[$name])) {
                $html .= Markup::heading($this->say(self::PARTS[$name]));
            }
            $html .= $this->field($name, $kind, isset($stored[$name]) ? $stored[$name] : '');
        }
        $manager = Html::escape($this->modx->getOption('manager_url', null, '/manager/'));
        return '<h1>' . Html::escape($this->say('tab_mappings')) . '</h1>' . Markup::paragraph($this->say('mappings_about'))
            . $this->form('mappings', 'save', $html . '<p>' . Markup::button($this->say('save')) . '</p>')
            . '<p>' . Markup::link("{$manager}?a=system/settings&amp;ns=frontpadqueue", $this->say('all_settings')) . '</p>';
    }

    public function act(string $action, array $fields): array
    {
        $stored = $this->stored();
        $sent = isset($fields['set']) && is_array($fields['set']) ? $fields['set'] : [];
        $changed = [];
        foreach (self::SETTINGS as $name => $kind) {
            $value = isset($sent[$name]) ? $this->read($kind, $sent[$name]) : null;
            if ($value !== null && isset($stored[$name]) && $value !== $stored[$name]) {
                $changed["frontpadapi_$name"] = $value;
            }
        }
        if (!$changed) {
            return [true, $this->say('save_nothing')];
        }
        // The queue checks them. It takes all or none.
        $answer = $this->programs->run('frontpad-enqueue', ['settings', '-'], Json::encode($changed));
        if (!$answer->isDone()) {
            return [false, $this->say('save_refused', ['why' => $answer->problem()])];
        }
        foreach ($changed as $key => $value) {
            $statement = $this->modx->prepare("UPDATE {$this->table('system_settings')} SET `value` = ? WHERE `key` = ? AND namespace = ?");
            if (!$statement || !$statement->execute([$value, $key, 'frontpadqueue'])) {
                return [false, $this->say('save_failed')];
            }
        }
        $this->modx->cacheManager->refresh(['system_settings' => []]);
        return [true, $this->say('saved_settings', ['count' => count($changed)])];
    }

    /** @return string|null the setting's text; null: nothing usable came */
    private function read(string $kind, $sent)
    {
        if (is_string($sent)) {
            return strlen($sent) <= self::LONGEST ? trim($sent) : null;
        }
        if (!is_array($sent)) {
            return null;
        }
        if ($kind === 'statuses') {
            return implode(',', array_filter(array_map('intval', array_filter($sent, 'is_scalar'))));
        }
        $keys = isset($sent['key']) && is_array($sent['key']) ? $sent['key'] : [];
        $pairs = [];
        foreach ($keys as $index => $key) {
            $value = isset($sent['value'][$index]) ? $sent['value'][$index] : '';
            if (is_string($key) && is_string($value) && trim($key) !== '' && trim($value) !== '') {
                $pairs[] = trim($key) . ':' . trim($value);
            }
        }
        $text = implode(', ', $pairs);
        return strlen($text) <= self::LONGEST ? $text : null;
    }

    private function field(string $name, string $kind, string $value): string
    {
        $id = "set-$name";
        $label = (string)$this->modx->lexicon("setting_frontpadapi_$name");
        $help = (string)$this->modx->lexicon("setting_frontpadapi_{$name}_desc");
        $isByHand = $kind === 'text' || (strpos($kind, 'status') !== 0 && $kind !== 'yes_no' && !self::isPairs($value));
        if (!$isByHand) {
            // How to write the text is of no use here.
            $help = strpos($kind, 'status') === 0 ? preg_replace('/^(Введите|Enter) .*?\.\s+/us', '', $help) : "(frontpadapi_$name)";
        }
        $help = Markup::paragraph($help, 'help');
        if ($isByHand) {
            return '<div class="setting">' . Markup::input("set[$name]", $id, $value, $label) . "$help</div>";
        }
        if ($kind === 'yes_no') {
            return '<div class="setting">' . Markup::select("set[$name]", $id, ['0' => $this->say('no'), '1' => $this->say('yes')],
                $value === '1' ? '1' : '0', $label) . "$help</div>";
        }
        if ($kind === 'status') {
            $options = ['' => $this->say($name === 'send_status' ? 'at_once' : 'none')] + $this->choices('statuses', [$value]);
            return '<div class="setting">' . Markup::select("set[$name]", $id, $options, $value, $label) . "$help</div>";
        }
        $inside = $kind === 'statuses' ? $this->boxes($name, $value) : $this->pairs($name, $kind, $value);
        return '<fieldset class="setting"><legend>' . Html::escape($label) . "</legend>$inside$help</fieldset>";
    }

    private function boxes(string $name, string $value): string
    {
        $chosen = array_map('trim', explode(',', $value));
        // Says that the boxes were there, where none is ticked.
        $html = "<input type=\"hidden\" name=\"set[$name][]\" value=\"0\">";
        foreach ($this->choices('statuses', array_filter($chosen)) as $status => $text) {
            $html .= "<label class=\"check\"><input type=\"checkbox\" name=\"set[$name][]\" value=\"" . Html::escape($status) . '"'
                . (in_array((string)$status, $chosen, true) ? ' checked' : '') . '> ' . Html::escape($text) . '</label>';
        }
        return $html;
    }

    /** A mapping by another field of the order, or one value for all, is written by hand. */
    private static function isPairs(string $value): bool
    {
        $items = array_filter(array_map('trim', preg_split('/[,\r\n]+/', $value)), 'strlen');
        return strpos($value, '|') === false && count(preg_grep('/^.+:.+$/u', $items)) === count($items);
    }

    private function pairs(string $name, string $kind, string $value): string
    {
        $known = [];
        foreach (array_filter(array_map('trim', preg_split('/[,\r\n]+/', $value)), 'strlen') as $pair) {
            $colon = strrpos($pair, ':');
            if ($colon !== false) {
                $known[trim(substr($pair, 0, $colon))] = trim(substr($pair, $colon + 1));
            }
        }
        $isFromCRM = $kind === 'to_status';
        $keys = $isFromCRM ? array_combine(self::CRM_STATUSES, self::CRM_STATUSES) : $this->choices($kind, []);
        foreach (array_keys($known) as $key) {
            $keys += [$key => (string)$key];
        }
        $html = '';
        $index = 0;
        foreach ($keys as $key => $text) {
            $present = isset($known[$key]) ? $known[$key] : '';
            $html .= $this->pair($name, $index++, (string)$key, (string)$text, $present, $isFromCRM);
        }
        return '<div class="pairs">' . $html . ($isFromCRM ? $this->pair($name, $index, '', '', '', true) : '') . '</div>';
    }

    private function pair(string $name, int $index, string $key, string $text, string $value, bool $isFromCRM): string
    {
        $id = "set-$name-$index";
        $hidden = "<input type=\"hidden\" name=\"set[$name][key][$index]\" value=\"" . Html::escape($key) . '">';
        if ($key === '') {
            $hidden = Markup::input("set[$name][key][$index]", "$id-key", '', $this->say('another_status'));
            $text = $this->say('becomes');
        }
        $field = $isFromCRM
            ? Markup::select("set[$name][value][$index]", $id, ['' => $this->say('unchanged')] + $this->choices('statuses', [$value]),
                $value, $text)
            : Markup::input("set[$name][value][$index]", $id, $value, $text, 'size="12"');
        return '<p class="pair' . ($key === '' ? ' another' : '') . "\">$hidden$field</p>";
    }

    /** @return array names by id; a value that the shop does not have stands there as it is */
    private function choices(string $kind, array $present): array
    {
        if ($this->choices === null) {
            $shop = Shop::of($this->modx);
            $this->choices = $shop ? $shop->choices() : ['statuses' => [], 'payments' => [], 'deliveries' => [], 'contexts' => []];
        }
        $choices = $this->choices[$kind];
        foreach ($present as $value) {
            $choices += $value === '' ? [] : [$value => (string)$value];
        }
        return $choices;
    }

    /** @return array values by the name without frontpadapi_ */
    private function stored(): array
    {
        $statement = $this->modx->prepare("SELECT `key`, `value` FROM {$this->table('system_settings')} WHERE namespace = ?");
        $stored = [];
        if ($statement && $statement->execute(['frontpadqueue'])) {
            foreach ($statement->fetchAll(\PDO::FETCH_ASSOC) as $row) {
                if (strncmp($row['key'], 'frontpadapi_', 12) === 0) {
                    $stored[substr($row['key'], 12)] = trim((string)$row['value']);
                }
            }
        }
        return $stored;
    }

    private function table(string $name): string
    {
        return '`' . $this->modx->getOption('table_prefix', null, '') . $name . '`';
    }
}
