System.Console.WriteLine("cachestorm");
