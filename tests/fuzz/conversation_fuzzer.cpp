// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A line is a conversation record or is refused; what is a record comes back the same when it is written and read again.
#include "storage/formats/conversation_record.h"
#include "storage/records/error.h"
#include "tests/fuzz/fuzz_target.h"

using namespace trutina::storage;

TRUTINA_FUZZ_TARGET(conversation) {
    const auto line = trutina::fuzz::textOf(bytes);
    trutina::fuzz::require(!conversationRecordIdJson(line).empty(), "every line has an id to be named by");
    trutina::fuzz::readOrRefuse<Failure>([&] {
        const ConversationRecord record = parseConversationRecord(line, "/base");
        const ConversationRecord again = parseConversationRecord(conversationRecordLine(record), "/base");
        trutina::fuzz::require(again.messages == record.messages && again.candidates == record.candidates, "texts are kept");
        trutina::fuzz::readOrRefuse<Failure>([&] { (void)itemOf(record); });
    });
}
