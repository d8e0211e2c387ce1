// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "app/cli/json_text.h"
#include "app/cli/model_options.h"
#include "app/cli/record_run.h"

#include <CLI/CLI.hpp>

#include <iterator>
#include <memory>

namespace trutina::cli {

namespace {

struct Options {
    ModelOptions model;
    RecordOptions records;
    std::string tokenizer;
    bool chat = false;
};

void addTokens(JsonObject& object, const engine::TokenSequence& tokens) {
    object.add("ids", tokens.ids).add("pieces", tokens.pieces);
}

/// The conversations that a record stands for: one per candidate, or the record itself.
std::vector<engine::Conversation> conversationsOf(const storage::ConversationRecord& record) {
    engine::Conversation whole;
    whole = services::conversationOf(record);
    if (whole.candidates.empty()) {
        return {whole};
    }
    std::vector<engine::Conversation> conversations;
    for (const engine::Candidate& candidate : whole.candidates) {
        engine::Conversation one{whole.messages, whole.media, {}};
        one.messages.insert(one.messages.end(), candidate.messages.begin(), candidate.messages.end());
        one.media.insert(one.media.end(), candidate.media.begin(), candidate.media.end());
        conversations.push_back(std::move(one));
    }
    return conversations;
}

using Encode = std::function<engine::TokenSequence(const engine::Conversation&)>;

std::string chatLine(const storage::ConversationRecord& record, const Encode& encode) {
    JsonObject line;
    line.addJson("id", record.idJson);
    const auto conversations = conversationsOf(record);
    if (record.candidates.empty()) {
        addTokens(line, encode(conversations.front()));
        return line.text();
    }
    std::string candidates;
    for (const auto& conversation : conversations) {
        JsonObject one;
        addTokens(one, encode(conversation));
        candidates += (candidates.empty() ? "" : ",") + one.text();
    }
    return line.addJson("candidates", "[" + candidates + "]").text();
}

ExitCode run(const Options& options, const Session& session) {
    RecordRun records(options.records, session.interrupt, !session.console.quiet);
    services::Headless headless;
    if (options.chat && !options.model.model.empty()) {
        (void)loadModel(headless, options.model, session.interrupt,
                        !session.console.quiet); // how many tokens a picture takes is the model's
        const Encode encode = [&](const engine::Conversation& conversation) {
            const auto outcome = headless.sequence({conversation, options.model.scoreOptions()});
            return valueOf(outcome, ExitCode::SomeFailed);
        };
        return records.run([&](const std::string& line, const std::filesystem::path& baseDirectory) {
            return chatLine(storage::parseConversationRecord(line, baseDirectory), encode);
        });
    }
    const auto outcome = headless.loadTextEncoder(options.tokenizer.empty() ? options.model.model : options.tokenizer);
    const auto encoder = valueOf(outcome, ExitCode::NoModel);
    if (options.chat) {
        return records.run([&](const std::string& line, const std::filesystem::path& baseDirectory) {
            return chatLine(storage::parseConversationRecord(line, baseDirectory),
                            [&](const engine::Conversation& conversation) { return encoder->encodeChat(conversation); });
        });
    }
    return records.run([&](const std::string& line, const std::filesystem::path&) {
        JsonObject object;
        object.add("text", line);
        addTokens(object, encoder->encode(line, true));
        return object.text();
    });
}

} // namespace

void addTokenizeCommand(CLI::App& parent, Action& action) {
    CLI::App* const command = parent.add_subcommand("tokenize", "Turn text lines or records into token ids and pieces");
    const auto options = std::make_shared<Options>();
    options->model.addTo(*command, false);
    (void)options->records.addTo(*command);
    CLI::Option* const tokenizer =
        command->add_option("--tokenizer", options->tokenizer, "SentencePiece model, in place of --model")->type_name("F");
    tokenizer->excludes("--model");
    command->add_flag("--chat", options->chat, "Lines are conversation records and get the chat template");
    command->footer("Without --chat a line is plain text, encoded with BOS:\n"
                    "  {\"text\":\"Hi\",\"ids\":[1,…],\"pieces\":[…]}\n"
                    "With --chat a line is a record: {\"id\":…,\"ids\":[…],\"pieces\":[…]}, or, with candidates,\n"
                    "  {\"id\":…,\"candidates\":[{\"ids\":[…],\"pieces\":[…]},…]}\n"
                    "With --chat and --model, ids holds -100 at each image position; with --tokenizer media are left out.\n\n"
                    "Examples:\n"
                    "  echo 'What is 2+2?' | trutina-cli tokenize --tokenizer tokenizer.model\n"
                    "  trutina-cli tokenize --model models/ixc --chat --input questions.jsonl\n");
    command->callback([options, &action] {
        if (options->model.model.empty() && options->tokenizer.empty()) {
            throw CLI::RequiredError("--model or --tokenizer");
        }
        action = [options](const Session& session) { return run(*options, session); };
    });
}

} // namespace trutina::cli
