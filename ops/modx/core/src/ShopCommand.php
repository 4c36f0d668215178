<?php

namespace FrontpadQueue;

/** The worker's requests to the shop: change a status, append a comment, or list orders. */
final class ShopCommand
{
    /** The column is TEXT: 65,535 bytes. */
    const LONGEST_COMMENT = 60000;
    /** Where the order keeps which comments it has. */
    const MARK = 'frontpadqueue';
    /** So many marks are kept for an order. */
    const MOST_MARKS = 200;
    const MOST_ORDERS = 5000;
    /** So many seconds two writings of one time may differ. */
    const SAME_TIME = 2;

    private $modx;
    private $shop;

    public function __construct($modx, Shop $shop)
    {
        $this->modx = $modx;
        $this->shop = $shop;
    }

    /** @return array the answer: `applied`, `status`, `reason`, and `status_before` where the status has changed */
    public function update(array $request): array
    {
        $id = isset($request['order']) ? (int)$request['order'] : 0;
        $present = $this->shop->present($id);
        if (!$present) {
            return ['applied' => false, 'status' => null, 'reason' => "the shop has no order with the id $id"];
        }
        if ($this->isAnother($request, $present)) {
            $why = "the shop's order $id was made at {$present['createdon']}, not at {$request['createdon']}: it is another order";
            return ['applied' => false, 'status' => $present['status'], 'reason' => $why];
        }
        $reason = null;
        if (isset($request['comment']) && trim((string)$request['comment']) !== '') {
            $reason = $this->append($id, $present, (string)$request['comment'], (string)$request['job']);
        }
        if (!isset($request['set_status'])) {
            return ['applied' => $reason === null, 'status' => $present['status'], 'reason' => $reason];
        }
        $expected = isset($request['expect_status']) ? (int)$request['expect_status'] : null;
        return $this->setStatus($id, $expected, (int)$request['set_status'], $reason);
    }

    /** A shop that clears its tests uses ids again. Both times are texts of the shop's clock. */
    private function isAnother(array $request, array $present): bool
    {
        $told = isset($request['createdon']) && is_string($request['createdon']) ? strtotime($request['createdon']) : false;
        $own = strtotime((string)$present['createdon']);
        return $told !== false && $own !== false && abs($told - $own) > self::SAME_TIME;
    }

    private function setStatus(int $id, $expected, int $wanted, $reason): array
    {
        $from = $this->shop->present($id)['status'];
        if ($from === $wanted) {
            return ['applied' => true, 'status' => $from, 'reason' => $reason];
        }
        if ($expected !== null && $from !== $expected) {
            $why = "the order's status is $from, not $expected: somebody has changed it";
            return ['applied' => false, 'status' => $from, 'reason' => $why];
        }
        $context = $this->modx->context->key;
        Bridge::$isOurs = true;
        try {
            $answer = $this->shop->changeStatus($id, $from, $wanted);
        } finally {
            Bridge::$isOurs = false;
            $this->modx->switchContext($context);
        }
        // A plugin of the shop may fail after the change is stored, so the row has the last word.
        $status = $this->shop->present($id)['status'];
        $isApplied = $status === $wanted;
        $why = $isApplied && $answer === true ? $reason
            : ($answer === true ? "the shop has the status $status afterwards" : (string)$answer);
        return ['applied' => $isApplied, 'status' => $status, 'status_before' => $from, 'reason' => $why];
    }

    /** @return string|null why it was not appended */
    private function append(int $id, array $present, string $comment, string $job)
    {
        $properties = Json::decode($present['properties']);
        $marks = isset($properties[self::MARK]) && is_array($properties[self::MARK]) ? $properties[self::MARK] : [];
        // Another database of the queue counts its jobs anew.
        $mark = $job . ':' . substr(sha1($comment), 0, 8);
        if (in_array($mark, $marks, true)) {
            return null;
        }
        $text = rtrim($present['comment']);
        $text = $text === '' ? $comment : "$text\n$comment";
        if (strlen($text) > self::LONGEST_COMMENT) {
            return 'the comment of the order is full';
        }
        $marks[] = $mark;
        $properties[self::MARK] = array_slice($marks, -self::MOST_MARKS);
        $this->shop->writeComment($id, $text, Json::encode($properties));
        return null;
    }

    /**
     * @param callable $print takes one document as a line of JSON
     */
    public function resync(array $question, callable $print)
    {
        $since = isset($question['since']) ? $question['since'] : null;
        $seconds = is_int($since) ? intdiv($since, 1000) : strtotime((string)$since);
        if ($since === null || $seconds === false) {
            throw new \InvalidArgumentException('resync.since must be a time');
        }
        $statuses = isset($question['statuses']) ? (array)$question['statuses'] : [];
        $limit = isset($question['limit']) ? (int)$question['limit'] : self::MOST_ORDERS;
        $limit = max(1, min($limit, self::MOST_ORDERS));
        // The id of the last order that the worker has, where it asks for the next ones.
        $after = isset($question['after']) ? (int)$question['after'] : 0;
        foreach ($this->shop->ordersSince(date('Y-m-d H:i:s', $seconds), $statuses, $limit, $after) as $id) {
            $document = $this->shop->order($id);
            if ($document) {
                $document['event'] = 'import';
                $print(Json::encode($document));
            }
        }
    }
}
