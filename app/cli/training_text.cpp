// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/training_text.h"

namespace trutina::cli {

namespace {

std::string listOf(const std::vector<JsonObject>& objects) {
    std::string text;
    for (const JsonObject& object : objects) {
        text += (text.empty() ? "" : ",") + object.text();
    }
    return "[" + text + "]";
}

void addVision(JsonObject& object, const std::optional<engine::VisionAccuracy>& accuracy) {
    if (accuracy) {
        object.add("cells_right", accuracy->cells).add("shapes_right", accuracy->shapes).add("counts_right", accuracy->counts);
    }
}

} // namespace

JsonObject heldOutObject(const engine::HeldOutResult& result) {
    JsonObject object;
    object.add("step", result.step)
        .add("loss", result.loss)
        .add("accuracy", result.accuracy)
        .add(result.vision ? "views" : "pairs", result.pairs);
    addVision(object, result.vision);
    return object;
}

std::string stepLine(const engine::TrainingReport& report) {
    JsonObject line;
    line.add("step", report.step.step)
        .add("loss", report.step.loss)
        .add("accuracy", report.step.accuracy)
        .add("learning_rate", report.step.learningRate)
        .add("gradient_norm", report.step.gradientNorm)
        .add("tokens", report.step.tokens)
        .add("tokens_per_s", report.tokensPerSecond)
        .add("seconds_left", report.secondsLeft);
    if (report.step.generationLoss) {
        line.add("generation_loss", *report.step.generationLoss);
    }
    addVision(line, report.step.vision);
    if (report.heldOut) {
        line.add("held_out", heldOutObject(*report.heldOut));
    }
    return line.text();
}

JsonObject memoryObject(const engine::TrainingMemory& memory) {
    JsonObject object;
    object.add("needed_bytes", memory.peakBytes)
        .add("available_bytes", memory.freeBytes)
        .add("fits", memory.fits)
        .add("weight_bytes", memory.weightBytes)
        .add("vision_bytes", memory.visionBytes)
        .add("gradient_bytes", memory.gradientBytes)
        .add("moment_bytes", memory.momentBytes)
        .add("media_bytes", memory.mediaBytes)
        .add("activation_bytes", memory.activationBytes)
        .add("step_bytes", memory.stepBytes)
        .add("other_bytes", memory.otherBytes)
        .add("rows", memory.rows)
        .add("trained_parameters", memory.trainedParameters)
        .add("summary", memory.summary);
    return object;
}

JsonObject dataObject(const services::TrainingInput& input) {
    std::vector<JsonObject> sources;
    for (const services::TrainingSourceReport& source : input.sources) {
        JsonObject leftOut;
        for (const auto& [code, count] : source.leftOut) {
            leftOut.add(code, count);
        }
        JsonObject object;
        object.add("source", source.source.string())
            .add("kind", source.kind)
            .add("records", source.records)
            .add("sampled", source.sampled)
            .add("pairs", source.pairs)
            .add("held_out", source.heldOut)
            .addJson("left_out", leftOut.text());
        sources.push_back(std::move(object));
    }
    JsonObject object;
    object.add("pairs", input.pairs()).add("held_out", input.data.heldOut.size()).addJson("sources", listOf(sources));
    return object;
}

JsonObject wholeDataObject(const services::TrainingInput& input) {
    std::vector<JsonObject> notes;
    for (const storage::TransferNote& note : input.notes.notes) {
        JsonObject object;
        object.add("row", note.row).add("code", note.code).add("message", note.message);
        notes.push_back(std::move(object));
    }
    JsonObject object = dataObject(input);
    object.add("notes_in_all", input.notes.notesInAll).addJson("notes", listOf(notes));
    return object;
}

} // namespace trutina::cli
