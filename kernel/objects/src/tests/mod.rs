mod collecting;
mod inspecting;
mod keeping;
