<?php

namespace FrontpadQueue;

/**
 * Where is my order? The number alone is not enough: numbers follow one another. A wrong number and a wrong phone get the same
 * answer.
 */
final class StatusForm extends BuyerForm
{
    public function name(): string
    {
        return 'status';
    }

    protected function fields(): array
    {
        return ['order', 'phone'];
    }

    protected function ask(array $values): array
    {
        $shop = Shop::of($this->modx);
        $order = $shop ? $shop->orderOfBuyer($values['order'], $values['phone']) : null;
        if (!$order) {
            return ['missing', $this->say('status_missing')];
        }
        $answer = $this->programs->run('frontpad-crm', ['status', '--json', '--wait', '2', '--order', (string)$order['id']]);
        if (!$answer->isDone() && $answer->status !== Programs::NOT_FOUND) {
            return $this->failure($answer);
        }
        $known = $answer->json();
        if ($answer->isDone() && (!isset($known['order_id']) || (int)$known['order_id'] !== $order['id'])) {
            $known = [];
        }
        return ['found', $this->say('status_found', ['num' => $order['num'], 'status' => $this->words($known, $order)])];
    }

    private function words(array $known, array $order): string
    {
        if (!empty($known['crm_status_name'])) {
            return (string)$known['crm_status_name'];
        }
        $state = isset($known['crm_state']) ? $known['crm_state'] : '';
        if ($state === 'sent') {
            return $this->say('status_sent');
        }
        return (string)$order['status_name'] !== '' ? (string)$order['status_name'] : $this->say('status_new');
    }
}
