// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/error_translation.h"

#include <QCoreApplication>

#include <new>
#include <string>

namespace trutina::services {

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString tr(const char* source) {
    return QCoreApplication::translate("trutina::services::errors", source);
}

template <typename Error>
contracts::Problem translated(const Error& error) {
    contracts::Problem problem{text(error.code), text(error.message), text(error.hint), text(error.detail)};
    if (problem.message.isEmpty()) {
        problem.message = tr("Something went wrong (%1).").arg(problem.code);
    }
    return problem;
}

} // namespace

contracts::Problem problemOf(const engine::Error& error) {
    return translated(error);
}

contracts::Problem problemOf(const storage::Error& error) {
    return translated(error);
}

CaughtError caughtError() {
    try {
        throw;
    } catch (const engine::Cancelled&) {
        return {true, {}};
    } catch (const storage::Cancelled&) {
        return {true, {}};
    } catch (const engine::Failure& failure) {
        return {false, problemOf(failure.error())};
    } catch (const storage::Failure& failure) {
        return {false, problemOf(failure.error())};
    } catch (const std::bad_alloc& exception) {
        return {false,
                {QStringLiteral("memory.exhausted"), tr("There was not enough memory for this step."),
                 tr("Close other programs, or choose fewer tiles or a smaller model."), QString::fromUtf8(exception.what())}};
    } catch (const std::exception& exception) {
        return {false,
                {QStringLiteral("internal.exception"), tr("Something went wrong that Trutina did not expect."),
                 tr("Please report this with the log."), QString::fromUtf8(exception.what())}};
    } catch (...) {
        return {false,
                {QStringLiteral("internal.exception"), tr("Something went wrong that Trutina did not expect."),
                 tr("Please report this with the log."), tr("An exception of unknown type.")}};
    }
}

} // namespace trutina::services
