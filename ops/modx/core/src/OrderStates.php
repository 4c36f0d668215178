<?php

namespace FrontpadQueue;

/** Where the shop's orders are on their way to Frontpad, in colour and words. */
final class OrderStates
{
    /** The newest orders are read at once, older ones one by one. */
    const NEWEST = 300;
    const MOST_OLDER = 20;
    /** In milliseconds, for all of them. */
    const PATIENCE = 4000.0;

    private $modx;
    private $programs;

    public function __construct($modx, Programs $programs)
    {
        $this->modx = $modx;
        $this->programs = $programs;
        $modx->lexicon->load(Bridge::NAMESPACE_NAME . ':manager');
    }

    /** @return array by id: `state`, `label`, `title` */
    public function of(array $ids): array
    {
        $ids = array_slice(array_filter(array_unique($ids)), 0, 200);
        $end = TimeBudget::now() + self::PATIENCE;
        $answer = $this->programs->run('frontpad-queue', ['orders', '--json', '--limit', (string)self::NEWEST], '', self::PATIENCE);
        if (!$answer->isDone()) {
            return array_fill_keys($ids, ['state' => 'unknown', 'label' => $this->say('state_unreadable'),
                'title' => $answer->problem()]);
        }
        $rows = [];
        $newest = $answer->json();
        foreach ($newest as $row) {
            if (empty($row['is_archived']) && isset($row['order_id'])) {
                $rows[(int)$row['order_id']] = $row;
            }
        }
        $older = count($newest) < self::NEWEST ? [] : array_slice(array_diff($ids, array_keys($rows)), 0, self::MOST_OLDER);
        foreach ($older as $id) {
            $left = $end - TimeBudget::now();
            if ($left > 0) {
                $row = $this->programs->run('frontpad-queue', ['order', '--json', (string)$id], '', $left)->json();
                if (isset($row['order_id']) && (int)$row['order_id'] === $id) {
                    $rows[$id] = $row;
                }
            }
        }
        $states = [];
        foreach ($ids as $id) {
            $states[$id] = $this->state(isset($rows[$id]) ? $rows[$id] : []);
        }
        return $states;
    }

    /**
     * @param array $row an order as the program prints it; an empty one: the queue does not know it
     * @return array `state`, `label`, `title`
     */
    public function state(array $row): array
    {
        $state = isset($row['crm_state']) ? (string)$row['crm_state'] : 'unknown';
        if ($state === 'new' && !empty($row['cancelled_at'])) {
            $state = 'cancelled';
        }
        $label = $this->say("state_$state");
        if ($state === 'sent' && !empty($row['crm_order_number'])) {
            $label .= ', № ' . $row['crm_order_number'];
        }
        // A code says nothing to a person.
        if ($state === 'sent' && isset($row['crm_status']) && is_string($row['crm_status']) && !is_numeric($row['crm_status'])) {
            $label .= ': ' . $row['crm_status'];
        }
        return ['state' => $state, 'label' => $label, 'title' => isset($row['reason']) ? (string)$row['reason'] : ''];
    }

    /**
     * HTML: everything that happened to an order.
     *
     * @param string $order its id, or id@life
     */
    public function story(string $order): string
    {
        $answer = $this->programs->run('frontpad-queue', ['order', '--json', $order]);
        if ($answer->status === Programs::NOT_FOUND) {
            return $this->paragraph($this->say('order_unknown'));
        }
        $row = $answer->json();
        if (!$answer->isDone() || !isset($row['crm_state'])) {
            return $this->paragraph($this->say('unreadable') . ' ' . $answer->problem());
        }
        $html = '<p>' . self::badge($this->state($row)) . '</p>';
        if ((string)$this->state($row)['title'] !== '') {
            $html .= $this->paragraph($this->state($row)['title']);
        }
        // The program tells it in the language of the settings, a line for each event, and by the clock of the server.
        $text = $this->programs->run('frontpad-queue', ['order', $order])->output;
        preg_match_all('/^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) +(.*)$/mu', $text, $lines, PREG_SET_ORDER);
        $events = isset($row['events']) && is_array($row['events']) ? array_values($row['events']) : [];
        $html .= '<ol class="frontpadqueue-story">';
        foreach ($lines as $index => $line) {
            $isSame = count($events) === count($lines) && isset($events[$index]['at']);
            $time = $isSame ? date($this->say('time_format') . ':s', (int)($events[$index]['at'] / 1000)) : $line[1];
            $html .= '<li><time>' . Html::escape($time) . '</time> ' . Html::escape($line[2]) . '</li>';
        }
        return $html . '</ol>';
    }

    /** @param array $state as `state` gives it */
    public static function badge(array $state): string
    {
        return '<span class="frontpadqueue-state frontpadqueue-state-' . Html::escape($state['state']) . '">'
            . Html::escape($state['label']) . '</span>';
    }

    private function paragraph(string $text): string
    {
        return '<p>' . Html::escape($text) . '</p>';
    }

    private function say(string $key): string
    {
        return (string)$this->modx->lexicon("frontpadqueue_$key");
    }
}
